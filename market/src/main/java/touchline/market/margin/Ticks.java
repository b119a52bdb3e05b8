package touchline.market.margin;

import java.util.Arrays;

/** Consecutive ticks of one instrument, by number. */
public final class Ticks {
    private long[] seqs = new long[16];
    private long[] prices = new long[16];
    private long[] ats = new long[16];
    private int size;
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;

    /** Adds the next; numbers only grow. */
    public void add(long seq, long price, long at) {
        if (size == seqs.length) {
            seqs = Arrays.copyOf(seqs, size * 2);
            prices = Arrays.copyOf(prices, size * 2);
            ats = Arrays.copyOf(ats, size * 2);
        }
        seqs[size] = seq;
        prices[size] = price;
        ats[size] = at;
        size++;
        lowest = Math.min(lowest, price);
        highest = Math.max(highest, price);
    }

    public int size() {
        return size;
    }

    public long seq(int at) {
        return seqs[at];
    }

    /** In ten-thousandths. */
    public long price(int at) {
        return prices[at];
    }

    /** Where the ticks after a number begin. */
    int after(long seq) {
        int found = Arrays.binarySearch(seqs, 0, size, seq);
        return found >= 0 ? found + 1 : -found - 1;
    }

    long lowest() {
        return lowest;
    }

    long highest() {
        return highest;
    }

    /** The offset of the last one, as in {@code price_ticks:{id}}. */
    public TickOffset last() {
        return offset(size - 1);
    }

    public TickOffset offset(int at) {
        return new TickOffset(ats[at], seqs[at]);
    }
}
