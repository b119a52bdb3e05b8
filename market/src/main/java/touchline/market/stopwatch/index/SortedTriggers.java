package touchline.market.stopwatch.index;

import java.util.Arrays;

/** Slots in the order of a price, in two plain arrays. Equal prices keep no order among themselves. */
final class SortedTriggers {
    private long[] prices = new long[8];
    private int[] slots = new int[8];
    private int size;

    void add(long price, int slot) {
        if (size == prices.length) {
            prices = Arrays.copyOf(prices, size + (size >> 1));
            slots = Arrays.copyOf(slots, prices.length);
        }
        int at = firstNotBelow(price);
        System.arraycopy(prices, at, prices, at + 1, size - at);
        System.arraycopy(slots, at, slots, at + 1, size - at);
        prices[at] = price;
        slots[at] = slot;
        size++;
    }

    void remove(long price, int slot) {
        for (int at = firstNotBelow(price); at < size && prices[at] == price; at++) {
            if (slots[at] == slot) {
                size--;
                System.arraycopy(prices, at + 1, prices, at, size - at);
                System.arraycopy(slots, at + 1, slots, at, size - at);
                return;
            }
        }
    }

    int size() {
        return size;
    }

    long price(int at) {
        return prices[at];
    }

    int slot(int at) {
        return slots[at];
    }

    /** The first place whose price is not below {@code price}: from there on, all are at or above it. */
    int firstNotBelow(long price) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (prices[middle] < price) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first place whose price is above {@code price}: before it, all are at or below it. */
    int firstAbove(long price) {
        return firstNotBelow(price + 1);
    }
}
