package touchline.market.margin;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /** Those up to a number. */
    public Ticks upTo(long seq) {
        Ticks first = new Ticks();
        for (int n = 0; n < size && seqs[n] <= seq; n++) {
            first.add(seqs[n], prices[n], ats[n]);
        }
        return first;
    }

    /** Whether there is one of that number with another price. */
    public boolean contradict(long seq, long price) {
        int found = Arrays.binarySearch(seqs, 0, size, seq);
        return found >= 0 && prices[found] != price;
    }

    /** The offsets of the last, the lowest and the highest. */
    public Set<TickOffset> lastAndExtremes() {
        Set<TickOffset> offsets = new LinkedHashSet<>(List.of(last()));
        for (long price : new long[] {lowest, highest}) {
            int at = 0;
            while (prices[at] != price) {
                at++;
            }
            offsets.add(offset(at));
        }
        return offsets;
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
