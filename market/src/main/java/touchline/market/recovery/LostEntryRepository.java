package touchline.market.recovery;

import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.key.Keys;
import touchline.market.outbox.entry.EncodedEntry;

/** The report of what neither store has: {@code lost_entries}. */
final class LostEntryRepository {
    private static final Logger LOG = LoggerFactory.getLogger(LostEntryRepository.class);

    private LostEntryRepository() {}

    /** Adds entries of {@code outbox:trades}; those that another process has reported already are left as they are. */
    static void add(Handle book, List<EncodedEntry> lost) {
        for (EncodedEntry entry : lost) {
            LOG.error(
                    "lost: entry={} id={} type={} user={} reference={}; it was written in Redis and is in neither store now",
                    entry.number(),
                    entry.id(),
                    entry.fields().get("type"),
                    entry.fields().get("user"),
                    entry.fields().get("reference"));
            book.createUpdate("""
                            INSERT INTO lost_entries (stream, outbox_id, entry, type, user_id, reference, fields)
                            VALUES (:stream, :id, :entry, :type, :user, :reference, cast(:fields AS jsonb))
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("stream", Keys.OUTBOX_TRADES)
                    .bind("id", entry.id())
                    .bind("entry", entry.number())
                    .bind("type", Objects.requireNonNullElse(text(entry, "type"), ""))
                    .bind("user", text(entry, "user"))
                    .bind("reference", text(entry, "reference"))
                    .bind("fields", entry.json())
                    .execute();
        }
    }

    private static @Nullable String text(EncodedEntry entry, String field) {
        String text = entry.fields().get(field);
        return text == null ? null : EncodedEntry.storable(text);
    }
}
