package touchline.market.margin;

import java.util.Arrays;

/**
 * The extremes of consecutive ticks, by blocks: the lowest and the highest price of each, and of all from each to the end. A position that none of
 * them touches is done with after one binary search; of the others only single blocks have to be read again. A day of ticks takes some kilobytes.
 */
final class Extremes {
    /** Ticks in a block. */
    static final int BLOCK = 256;

    private final TickOffset start;
    private final TickOffset[] ends;
    private final long[] lows;
    private final long[] highs;
    private final long[] lowsToEnd;
    private final long[] highsToEnd;

    private Extremes(Writer writer) {
        int blocks = writer.blocks;
        start = writer.start;
        ends = Arrays.copyOf(writer.ends, blocks);
        lows = Arrays.copyOf(writer.lows, blocks);
        highs = Arrays.copyOf(writer.highs, blocks);
        lowsToEnd = lows.clone();
        highsToEnd = highs.clone();
        for (int block = blocks - 2; block >= 0; block--) {
            lowsToEnd[block] = Math.min(lowsToEnd[block], lowsToEnd[block + 1]);
            highsToEnd[block] = Math.max(highsToEnd[block], highsToEnd[block + 1]);
        }
    }

    /** The tick before the first. */
    TickOffset start() {
        return start;
    }

    /** The last tick, or {@link #start} where there is none. */
    TickOffset end() {
        return ends.length == 0 ? start : ends[ends.length - 1];
    }

    /** The first block that may breach a position by a tick after {@code seq}; -1 where none may. */
    int firstTouching(long seq, Bounds bounds) {
        return nextTouching(blockAfter(seq), bounds);
    }

    /** The first block from {@code block} on that may breach a position; -1 where none may. */
    int nextTouching(int block, Bounds bounds) {
        if (block >= ends.length || !bounds.touchedBy(lowsToEnd[block], highsToEnd[block])) {
            return -1;
        }
        int at = block;
        while (!bounds.touchedBy(lows[at], highs[at])) {
            at++;
        }
        return at;
    }

    /** The tick before a block's first. */
    TickOffset before(int block) {
        return block == 0 ? start : ends[block - 1];
    }

    /** A block's last tick. */
    TickOffset last(int block) {
        return ends[block];
    }

    /** The block that has the tick after {@code seq}. */
    private int blockAfter(long seq) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle].seq() <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Takes ticks in their order. */
    static final class Writer {
        private final TickOffset start;
        private TickOffset[] ends = new TickOffset[16];
        private long[] lows = new long[16];
        private long[] highs = new long[16];
        private int blocks;
        private int inBlock = BLOCK;
        private long lastSeq;
        private boolean whole = true;

        /**
         * Nothing yet.
         *
         * @param start the tick before the first
         */
        public Writer(TickOffset start) {
            this.start = start;
            this.lastSeq = start.seq();
        }

        public void add(long seq, long price, long at) {
            if (inBlock == BLOCK) {
                begin();
            }
            int block = blocks - 1;
            ends[block] = new TickOffset(at, seq);
            lows[block] = Math.min(lows[block], price);
            highs[block] = Math.max(highs[block], price);
            inBlock++;
            whole &= seq == lastSeq + 1;
            lastSeq = seq;
        }

        /** Whether no number is missing, from the start up to this one. */
        public boolean isWholeUpTo(long seq) {
            return whole && lastSeq >= seq;
        }

        public Extremes done() {
            return new Extremes(this);
        }

        private void begin() {
            if (blocks == lows.length) {
                ends = Arrays.copyOf(ends, blocks * 2);
                lows = Arrays.copyOf(lows, blocks * 2);
                highs = Arrays.copyOf(highs, blocks * 2);
            }
            lows[blocks] = Long.MAX_VALUE;
            highs[blocks] = Long.MIN_VALUE;
            blocks++;
            inBlock = 0;
        }
    }
}
