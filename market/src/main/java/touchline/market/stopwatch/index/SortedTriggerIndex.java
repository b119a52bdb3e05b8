package touchline.market.stopwatch.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;

/**
 * Keeps, for each instrument, the prices that close a position as they fall and as they rise, in order: a tick touches only the positions that it breaches.
 * A position is a slot in plain arrays, about 100 bytes.
 */
public final class SortedTriggerIndex implements TriggerIndex {
    private static final int NOWHERE = -1;

    private final LongIntMap slotOf = new LongIntMap();
    private final LongIntMap bookOf = new LongIntMap();
    private Book[] books = new Book[16];
    private int bookCount;

    private int capacity = 1_024;
    private int used;
    private int[] free = new int[64];
    private int freeCount;
    private long[] breaches = new long[64];
    /** Where those of the price that was collected last begin. */
    private int sameFrom;

    private long[] position = new long[capacity];
    private long[] washOut = new long[capacity];
    private long[] stop = new long[capacity];
    private long[] take = new long[capacity];
    private long[] levelSeq = new long[capacity];
    private long[] openSeq = new long[capacity];
    private int[] levelCount = new int[capacity];
    private int[] book = new int[capacity];
    private boolean[] isLong = new boolean[capacity];

    /** One instrument's triggers. */
    private static final class Book {
        final long instrument;
        int count;
        long fingerprint;
        final SortedTriggers falling = new SortedTriggers();
        final SortedTriggers rising = new SortedTriggers();

        Book(long instrument) {
            this.instrument = instrument;
        }
    }

    @Override
    public void put(WatchedPosition watched) {
        remove(watched.position());
        int slot = freeCount > 0 ? free[--freeCount] : used++;
        if (slot == capacity) {
            grow();
        }
        position[slot] = watched.position();
        washOut[slot] = watched.washOut();
        stop[slot] = watched.stop();
        take[slot] = watched.take();
        levelSeq[slot] = watched.levelSeq();
        openSeq[slot] = watched.openSeq();
        levelCount[slot] = watched.levelCount();
        isLong[slot] = watched.direction() == Direction.LONG;
        book[slot] = book(watched.instrument());
        slotOf.put(watched.position(), slot);
        Book triggers = books[book[slot]];
        triggers.count++;
        triggers.fingerprint += TriggerIndex.mixed(watched.position());
        if (watched.lower() > 0) {
            triggers.falling.add(watched.lower(), slot);
        }
        if (watched.upper() > 0) {
            triggers.rising.add(watched.upper(), slot);
        }
    }

    @Override
    public boolean remove(long id) {
        int slot = slotOf.get(id);
        if (slot < 0) {
            return false;
        }
        Book triggers = books[book[slot]];
        triggers.count--;
        triggers.fingerprint -= TriggerIndex.mixed(id);
        WatchedPosition was = watched(slot);
        book[slot] = NOWHERE;
        if (was.lower() > 0) {
            triggers.falling.remove(was.lower(), slot);
        }
        if (was.upper() > 0) {
            triggers.rising.remove(was.upper(), slot);
        }
        slotOf.remove(id);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
        return true;
    }

    @Override
    public void breached(long instrument, long seq, long price, BreachListener listener) {
        int at = bookOf.get(instrument);
        if (at < 0) {
            return;
        }
        // Collected first, as the listener may change the index.
        int count = 0;
        sameFrom = 0;
        SortedTriggers falling = books[at].falling;
        int first = falling.firstNotBelow(price);
        for (int n = falling.size() - 1; n >= first; n--) {
            count = collect(count, falling, n, n == falling.size() - 1 || falling.price(n + 1) != falling.price(n));
        }
        SortedTriggers rising = books[at].rising;
        for (int n = 0, end = rising.firstAbove(price); n < end; n++) {
            count = collect(count, rising, n, n == 0 || rising.price(n - 1) != rising.price(n));
        }
        Arrays.sort(breaches, sameFrom, count);
        for (int n = 0; n < count; n++) {
            int slot = slotOf.get(breaches[n]);
            CloseReason reason = slot < 0 ? null : reason(slot, seq, price);
            if (reason != null) {
                listener.breached(position[slot], reason);
            }
        }
    }

    @Override
    public int size() {
        return slotOf.size();
    }

    @Override
    public int levelCount(long id) {
        int slot = slotOf.get(id);
        return slot < 0 ? 0 : levelCount[slot];
    }

    @Override
    public int count(long instrument) {
        int at = bookOf.get(instrument);
        return at < 0 ? 0 : books[at].count;
    }

    @Override
    public void each(PositionVisitor visitor) {
        for (int slot = 0; slot < used; slot++) {
            if (book[slot] != NOWHERE) {
                visitor.position(books[book[slot]].instrument, position[slot]);
            }
        }
    }

    @Override
    public Map<Long, Integer> counts() {
        Map<Long, Integer> counts = new HashMap<>();
        for (int n = 0; n < bookCount; n++) {
            counts.put(books[n].instrument, books[n].count);
        }
        return counts;
    }

    @Override
    public long fingerprint(long instrument) {
        int at = bookOf.get(instrument);
        return at < 0 ? 0 : books[at].fingerprint;
    }

    @Override
    public boolean isOn(long instrument, long id) {
        int slot = slotOf.get(id);
        return slot >= 0 && books[book[slot]].instrument == instrument;
    }

    @Override
    public void each(Set<Long> instruments, PositionVisitor visitor) {
        boolean[] wanted = new boolean[bookCount];
        for (int n = 0; n < bookCount; n++) {
            wanted[n] = instruments.contains(books[n].instrument);
        }
        for (int slot = 0; slot < used; slot++) {
            if (book[slot] != NOWHERE && wanted[book[slot]]) {
                visitor.position(books[book[slot]].instrument, position[slot]);
            }
        }
    }

    /** Collects a position; those before it, of another price, are complete then and put in the order of their ids. */
    private int collect(int count, SortedTriggers triggers, int at, boolean isOtherPrice) {
        if (count == breaches.length) {
            breaches = Arrays.copyOf(breaches, count * 2);
        }
        if (count == 0 || isOtherPrice) {
            Arrays.sort(breaches, count == 0 ? 0 : sameFrom, count);
            sameFrom = count;
        }
        breaches[count] = position[triggers.slot(at)];
        return count + 1;
    }

    private @Nullable CloseReason reason(int slot, long seq, long price) {
        if (seq <= openSeq[slot]) {
            return null;
        }
        boolean levels = seq > levelSeq[slot];
        boolean up = isLong[slot];
        if (levels && stop[slot] > 0 && (up ? price <= stop[slot] : price >= stop[slot])) {
            return CloseReason.STOP_LOSS;
        }
        if (washOut[slot] > 0 && (up ? price <= washOut[slot] : price >= washOut[slot])) {
            return CloseReason.WASH_OUT;
        }
        if (levels && take[slot] > 0 && (up ? price >= take[slot] : price <= take[slot])) {
            return CloseReason.TAKE_PROFIT;
        }
        return null;
    }

    private WatchedPosition watched(int slot) {
        return new WatchedPosition(
                position[slot],
                0,
                isLong[slot] ? Direction.LONG : Direction.SHORT,
                washOut[slot],
                stop[slot],
                take[slot],
                levelSeq[slot],
                openSeq[slot],
                levelCount[slot]);
    }

    private int book(long instrument) {
        int at = bookOf.get(instrument);
        if (at < 0) {
            at = bookCount++;
            if (at == books.length) {
                books = Arrays.copyOf(books, at * 2);
            }
            books[at] = new Book(instrument);
            bookOf.put(instrument, at);
        }
        return at;
    }

    private void grow() {
        capacity += capacity >> 1;
        position = Arrays.copyOf(position, capacity);
        washOut = Arrays.copyOf(washOut, capacity);
        stop = Arrays.copyOf(stop, capacity);
        take = Arrays.copyOf(take, capacity);
        levelSeq = Arrays.copyOf(levelSeq, capacity);
        openSeq = Arrays.copyOf(openSeq, capacity);
        levelCount = Arrays.copyOf(levelCount, capacity);
        book = Arrays.copyOf(book, capacity);
        isLong = Arrays.copyOf(isLong, capacity);
    }
}
