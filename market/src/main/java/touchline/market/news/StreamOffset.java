package touchline.market.news;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The offset up to which both streams have been read, written as {@code ms-seq_ms-seq}: the ticks' first, then the trades'. It means the same on every node, no matter
 * in which order that node read the two.
 */
public record StreamOffset(NewsId ticks, NewsId trades) {
    private static final String ID = "(\\d{1,15})-(\\d{1,9})(?:-([01]))?";
    private static final Pattern FORM = Pattern.compile(ID + "_" + ID);

    /** Reads a mark; empty where it is none. */
    public static Optional<StreamOffset> parse(String written) {
        Matcher form = FORM.matcher(written);
        return form.matches() ? Optional.of(new StreamOffset(id(form, 1), id(form, 4))) : Optional.empty();
    }

    private static NewsId id(Matcher form, int group) {
        String part = form.group(group + 2);
        return new NewsId(
                Long.parseLong(form.group(group)),
                Long.parseLong(form.group(group + 1)),
                part == null ? 0 : Integer.parseInt(part));
    }

    /** Whether a reader at this offset has received this. */
    public boolean covers(NewsItem item) {
        return !item.id().isAfter(item.isOfTicks() ? ticks : trades);
    }

    /** Whether a reader at this offset has received everything up to the other. */
    public boolean covers(StreamOffset other) {
        return !other.ticks.isAfter(ticks) && !other.trades.isAfter(trades);
    }

    /** As it was some time before. */
    public StreamOffset before(Duration time) {
        return new StreamOffset(ticks.before(time.toMillis()), trades.before(time.toMillis()));
    }

    /** The offset after this has been received as well. */
    public StreamOffset after(NewsItem item) {
        return item.isOfTicks()
                ? new StreamOffset(ticks.max(item.id()), trades)
                : new StreamOffset(ticks, trades.max(item.id()));
    }

    /** The later offset of each stream. */
    public StreamOffset and(StreamOffset other) {
        return new StreamOffset(ticks.max(other.ticks), trades.max(other.trades));
    }

    @Override
    public String toString() {
        return ticks + "_" + trades;
    }
}
