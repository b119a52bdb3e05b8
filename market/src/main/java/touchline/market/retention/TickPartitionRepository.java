package touchline.market.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The days of {@code price_ticks}. Ticks of a missing day go to the default partition, and from there into their day once it is made. Safe to run
 * twice, and at once. Thread-safe.
 */
public final class TickPartitionRepository {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'price_ticks_'yyyyMMdd").withZone(ZoneOffset.UTC);

    /** What a position needs begins with the tick after the one it opened at; a clock set back may have given that an earlier time. */
    private static final long SLACK = Duration.ofMinutes(1).toMillis();

    private static final int ROWS = 10_000;

    private final Jdbi jdbi;

    public TickPartitionRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A partition; {@code since} is null where it begins with time, both are null of the default. */
    private record Part(
            String name, @Nullable Long since, @Nullable Long until) {

        boolean covers(long day) {
            return until != null && (since == null || since <= day) && until >= day + DAY;
        }

        boolean isOver(long before) {
            return until != null && until <= before;
        }
    }

    /**
     * Makes the days that are missing, each in a transaction of its own.
     *
     * @param ahead how many days after today's
     * @return how many were made
     */
    public int make(Instant now, int ahead) {
        int made = 0;
        long today = Math.floorDiv(now.toEpochMilli(), DAY) * DAY;
        for (int n = 0; n <= ahead; n++) {
            long day = today + n * DAY;
            made += jdbi.<Integer, RuntimeException>inTransaction(book -> makeUnlessThere(book, day));
        }
        return made;
    }

    /**
     * Drops the days that are over for longer than ticks are kept, unless an open position may still need one.
     *
     * @return how many days were dropped
     */
    public int drop(Instant now, Duration keep) {
        long before = Math.min(now.toEpochMilli() - keep.toMillis(), neededSince());
        int dropped = 0;
        for (Part part : jdbi.withHandle(TickPartitionRepository::parts)) {
            if (part.isOver(before)) {
                dropped += jdbi.<Integer, RuntimeException>inTransaction(book -> dropUnlessGone(book, part));
            }
        }
        while (jdbi.<Integer, RuntimeException>inTransaction(book -> dropOthers(book, before)) == ROWS) {
            // the next few thousand
        }
        return dropped;
    }

    private static int makeUnlessThere(Handle book, long day) {
        patiently(book);
        if (parts(book).stream().anyMatch(part -> part.covers(day))) {
            return 0;
        }
        String name = NAME.format(Instant.ofEpochMilli(day));
        book.execute("CREATE TABLE " + name + " (LIKE price_ticks INCLUDING ALL)");
        // Nobody may add to what is moved before the day takes over.
        book.execute("LOCK TABLE price_ticks_other IN ACCESS EXCLUSIVE MODE");
        book.execute(
                "WITH moved AS (DELETE FROM price_ticks_other WHERE at >= ? AND at < ? RETURNING *) INSERT INTO " + name
                        + " SELECT * FROM moved",
                day,
                day + DAY);
        book.execute("ALTER TABLE price_ticks ATTACH PARTITION " + name + " FOR VALUES FROM (" + day + ") TO ("
                + (day + DAY) + ")");
        return 1;
    }

    private static int dropUnlessGone(Handle book, Part part) {
        patiently(book);
        Long until = part.until();
        if (until == null || parts(book).stream().noneMatch(there -> there.equals(part))) {
            return 0;
        }
        book.execute("DROP TABLE " + part.name());
        keptSince(book, until);
        return 1;
    }

    /** Of the default partition rows go, as it can't be dropped. */
    private static int dropOthers(Handle book, long before) {
        patiently(book);
        int gone = book.execute(
                "DELETE FROM price_ticks_other WHERE ctid = ANY (ARRAY(SELECT ctid FROM price_ticks_other WHERE at < ? LIMIT ?))",
                before,
                ROWS);
        if (gone > 0) {
            keptSince(book, before);
        }
        return gone;
    }

    private static void keptSince(Handle book, long since) {
        book.execute("UPDATE price_ticks_kept SET since = greatest(since, ?)", since);
    }

    private long neededSince() {
        return jdbi.withHandle(book -> book.createQuery(
                                "SELECT (extract(epoch FROM min(opened_at)) * 1000)::bigint FROM cfd_positions WHERE closed_at IS NULL")
                        .mapTo(Long.class)
                        .findOne())
                .map(opened -> opened - SLACK)
                .orElse(Long.MAX_VALUE);
    }

    /** One at a time; and rather again later than making the flusher wait behind us for whom we wait for. */
    private static void patiently(Handle book) {
        book.execute("SET LOCAL lock_timeout = '2s'");
        book.execute("SET LOCAL statement_timeout = '60s'");
        book.createQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtext('price_ticks'))")
                .mapTo(Integer.class)
                .one();
    }

    private static List<Part> parts(Handle book) {
        return book.createQuery("""
                        SELECT name,
                               substring(bound FROM 'FROM [(]''?([0-9-]+)')::bigint AS since,
                               substring(bound FROM 'TO [(]''?([0-9-]+)')::bigint AS until
                        FROM (SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
                              FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                              WHERE i.inhparent = 'price_ticks'::regclass) AS part
                        ORDER BY name
                        """)
                .map((row, context) -> new Part(
                        row.getString("name"), row.getObject("since", Long.class), row.getObject("until", Long.class)))
                .list();
    }
}
