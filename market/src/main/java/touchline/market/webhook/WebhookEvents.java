package touchline.market.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.news.News;
import touchline.market.news.NewsEntry;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.entry.EntryCodec;
import touchline.market.outbox.row.Rows;

/**
 * The entries of a batch of {@code outbox:trades} that webhooks may want. An event's id is that of its entry and its number in the entry, the same on every node and after
 * every crash.
 */
public final class WebhookEvents {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookEvents.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<EncodedEntry> entries = new ArrayList<>();

    /** Adds an entry; one that names no user is of no interest. */
    public void add(EncodedEntry entry) {
        if (entry.fields().containsKey("user")) {
            entries.add(entry);
        }
    }

    /** Queues a delivery for each webhook that wants one. Entries that are queued already are left out. */
    public void write(Connection connection) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        WebhookEventRepository repository = new WebhookEventRepository(connection);
        Set<String> owners =
                repository.owners(entries.stream().map(WebhookEvents::user).collect(Collectors.toSet()));
        if (owners.isEmpty()) {
            return;
        }
        Rows rows = new Rows("text", "text", "bigint", "text", "text", "text");
        entries.stream().filter(entry -> owners.contains(user(entry))).forEach(entry -> addTo(rows, entry));
        repository.queue(rows);
    }

    private static void addTo(Rows rows, EncodedEntry entry) {
        List<News> news;
        try {
            news = NewsEntry.ofTrade(EntryCodec.decodeTrade(entry));
        } catch (RuntimeException unreadable) {
            // The book must not stop for the sake of a webhook.
            LOG.warn("no webhook receives the events of entry {}: {}", entry.id(), unreadable.toString());
            return;
        }
        for (int part = 0; part < news.size(); part++) {
            WebhookEventKind kind = WebhookEventKind.of(news.get(part)).orElse(null);
            if (kind != null) {
                rows.add(
                        user(entry),
                        entry.id() + "-" + part,
                        (long) part,
                        kind.stored(),
                        kind.isLater() ? kind.name() : null,
                        json(entry));
            }
        }
    }

    private static String user(EncodedEntry entry) {
        return String.valueOf(entry.fields().get("user"));
    }

    private static String json(EncodedEntry entry) {
        try {
            return JSON.writeValueAsString(entry.fields());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is always written", e);
        }
    }

    /**
     * The news of a stored entry.
     *
     * @param eventId as it was queued
     * @param entry as it was queued
     */
    public static News read(String eventId, int part, String entry) {
        try {
            Map<String, String> fields = JSON.readValue(entry, new TypeReference<>() {});
            String id = eventId.substring(0, eventId.lastIndexOf('-'));
            return NewsEntry.ofTrade(EntryCodec.decodeTrade(new EncodedEntry(id, fields)))
                    .get(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a queued entry is JSON", e);
        }
    }
}
