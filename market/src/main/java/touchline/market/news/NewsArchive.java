package touchline.market.news;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;

/** What the streams still hold of the past: an hour of it at least. Read in pages, so that a long absence does not hold Redis up. Thread-safe. */
public final class NewsArchive {
    private static final int PAGE = 1_000;
    private static final int MOST_ENTRIES = 100_000;
    private static final int MOST_ITEMS = 5_000;

    private final UnifiedJedis redis;

    public NewsArchive(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Up to where the streams go now. */
    public StreamOffset latest() {
        return new StreamOffset(last(NewsReader.TICKS), last(NewsReader.TRADES));
    }

    /** Whether nothing that came after has been trimmed. */
    public boolean holds(StreamOffset after) {
        return holds(NewsReader.TICKS, after.ticks()) && holds(NewsReader.TRADES, after.trades());
    }

    /**
     * What there was to tell between two marks, the streams by the time of their entries.
     *
     * @return empty where some of that isn't held any more, or where it is too much
     */
    public Optional<List<NewsItem>> between(StreamOffset after, StreamOffset until, Predicate<NewsItem> wanted) {
        List<NewsItem> items = new ArrayList<>();
        boolean whole = read(NewsReader.TICKS, after.ticks(), until.ticks(), wanted, items)
                && read(NewsReader.TRADES, after.trades(), until.trades(), wanted, items);
        items.sort(Comparator.comparing(NewsItem::id));
        return whole ? Optional.of(items) : Optional.empty();
    }

    private boolean read(String stream, NewsId after, NewsId until, Predicate<NewsItem> wanted, List<NewsItem> items) {
        if (!until.isAfter(after)) {
            return true;
        }
        if (!holds(stream, after)) {
            return false;
        }
        String from = after.entry().toString(); // with it, as of what it says a part may not be known
        int read = 0;
        List<StreamEntry> page;
        do {
            page = redis.xrange(stream, from, until.entry().toString(), PAGE);
            for (StreamEntry entry : page) {
                NewsEntry.read(entry, stream.equals(NewsReader.TICKS)).stream()
                        .filter(item -> item.id().isAfter(after) && !item.id().isAfter(until) && wanted.test(item))
                        .forEach(items::add);
                from = "(" + entry.getID();
            }
            read += page.size();
            if (read > MOST_ENTRIES || items.size() > MOST_ITEMS) {
                return false;
            }
        } while (page.size() == PAGE);
        return true;
    }

    private boolean holds(String stream, NewsId after) {
        List<StreamEntry> first = redis.xrange(stream, "-", "+", 1);
        if (!first.isEmpty() && first.get(0).getID().compareTo(after.entry()) <= 0) {
            return true;
        }
        String written = redis.hget(Keys.OUTBOX_WRITTEN, stream);
        return Long.parseLong(written == null ? "0" : written) == redis.xlen(stream);
    }

    private NewsId last(String stream) {
        List<StreamEntry> last = redis.xrevrange(stream, "+", "-", 1);
        StreamEntryID id =
                last.isEmpty() ? new StreamEntryID(0, 0) : last.get(0).getID();
        return NewsId.of(id, 0).whole();
    }
}
