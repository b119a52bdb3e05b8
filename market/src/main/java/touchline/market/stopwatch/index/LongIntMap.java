package touchline.market.stopwatch.index;

import java.util.Arrays;

/** Maps ids to slots without boxing: open addressing, linear probing. Ids are positive. */
final class LongIntMap {
    private static final long FREE = 0;

    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int size;

    /** The slot of an id, or -1. */
    int get(long key) {
        int at = place(key);
        return keys[at] == key ? values[at] : -1;
    }

    void put(long key, int value) {
        int at = place(key);
        if (keys[at] == FREE) {
            keys[at] = key;
            size++;
        }
        values[at] = value;
        if (size * 3 > keys.length * 2) {
            grow();
        }
    }

    void remove(long key) {
        int hole = place(key);
        if (keys[hole] == FREE) {
            return;
        }
        size--;
        // A key that was pushed past the hole moves into it, so that probing does not stop too early.
        int mask = keys.length - 1;
        for (int at = (hole + 1) & mask; keys[at] != FREE; at = (at + 1) & mask) {
            int home = home(keys[at]);
            boolean staysReachable = hole <= at ? hole < home && home <= at : hole < home || home <= at;
            if (!staysReachable) {
                keys[hole] = keys[at];
                values[hole] = values[at];
                hole = at;
            }
        }
        keys[hole] = FREE;
    }

    int size() {
        return size;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int at = home(key);
        while (keys[at] != key && keys[at] != FREE) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private int home(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (keys.length - 1);
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = Arrays.copyOf(oldValues, keys.length);
        for (int at = 0; at < oldKeys.length; at++) {
            if (oldKeys[at] != FREE) {
                int place = place(oldKeys[at]);
                keys[place] = oldKeys[at];
                values[place] = oldValues[at];
            }
        }
    }
}
