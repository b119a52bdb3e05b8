package touchline.market.news;

import java.util.Comparator;
import redis.clients.jedis.StreamEntryID;

/**
 * The position of a piece of news in its stream.
 *
 * @param millis the entry's time, ms since the epoch
 * @param seq tells entries of one millisecond apart
 * @param part tells apart what one entry says
 */
record NewsId(long millis, long seq, int part) implements Comparable<NewsId> {
    /** Before everything. */
    public static final NewsId NONE = new NewsId(0, 0, 0);

    private static final Comparator<NewsId> ORDER = Comparator.comparingLong(NewsId::millis)
            .thenComparingLong(NewsId::seq)
            .thenComparingInt(NewsId::part);

    static NewsId of(StreamEntryID entry, int part) {
        return new NewsId(entry.getTime(), entry.getSequence(), part);
    }

    StreamEntryID entry() {
        return new StreamEntryID(millis, seq);
    }

    /** Whether nothing of a later part is to be expected: entries say two things at most. */
    NewsId whole() {
        return new NewsId(millis, seq, NewsEntry.MOST_PARTS - 1);
    }

    /** At an entry's end: what reads on begins with an entry. */
    NewsId before(long time) {
        return time >= millis ? NONE : new NewsId(millis - time, 0, 0).whole();
    }

    public boolean isAfter(NewsId other) {
        return compareTo(other) > 0;
    }

    NewsId max(NewsId other) {
        return isAfter(other) ? this : other;
    }

    @Override
    public int compareTo(NewsId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return part == 0 ? millis + "-" + seq : millis + "-" + seq + "-" + part;
    }
}
