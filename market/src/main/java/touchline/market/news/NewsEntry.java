package touchline.market.news;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEventJson;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.wallet.UserId;

/** What an entry of the outbox says to those who listen: often nothing. One that can't be read says nothing either; the flusher puts it aside. */
final class NewsEntry {
    /** An order or a position also moves money. */
    static final int MOST_PARTS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(NewsEntry.class);

    private NewsEntry() {}

    static List<NewsItem> read(StreamEntry entry, boolean isOfTicks) {
        try {
            List<News> said = isOfTicks ? ofTicks(entry.getFields()) : ofTrades(entry.getFields());
            List<NewsItem> items = new ArrayList<>(said.size());
            for (int part = 0; part < said.size(); part++) {
                items.add(new NewsItem(NewsId.of(entry.getID(), part), isOfTicks, said.get(part)));
            }
            return items;
        } catch (RuntimeException unreadable) {
            LOG.debug("{} says nothing that can be read: {}", entry.getID(), unreadable.toString());
            return List.of();
        }
    }

    private static List<News> ofTicks(Map<String, String> entry) {
        return switch (entry.getOrDefault("type", "")) {
            case "tick" ->
                List.of(new News.Priced(
                        instrument(entry), number(entry, "seq"), Price.of(number(entry, "price")), at(entry)));
            case "event" ->
                List.of(new News.Happened(
                        FixtureId.parse(text(entry, "fixture")),
                        MatchEventJson.read(text(entry, "detail")),
                        "1".equals(entry.get("applied")),
                        at(entry)));
            case "frozen" -> List.of(frozen(entry, true));
            case "thawed" -> List.of(frozen(entry, false));
            case "trading" -> List.of(frozen(entry, "1".equals(entry.get("frozen"))));
            default -> List.of();
        };
    }

    private static List<News> ofTrades(Map<String, String> entry) {
        List<News> said = new ArrayList<>(MOST_PARTS);
        switch (entry.getOrDefault("type", "")) {
            case "open", "amend", "close" -> said.add(new News.PositionChanged(Position.ofEntry(entry)));
            default -> {
                // money only
            }
        }
        String wallet = entry.get("wallet");
        if (wallet != null) {
            String[] cashAndHeld = wallet.split(":", -1);
            said.add(new News.WalletChanged(
                    UserId.of(text(entry, "user")),
                    Money.of(Long.parseLong(cashAndHeld[0])),
                    Money.of(Long.parseLong(cashAndHeld[1])),
                    at(entry)));
        }
        return said;
    }

    private static News.Frozen frozen(Map<String, String> entry, boolean frozen) {
        String fixture = entry.get("fixture");
        String why = entry.get("why");
        return new News.Frozen(
                instrument(entry),
                frozen,
                fixture == null || fixture.isEmpty() ? null : FixtureId.parse(fixture),
                why == null || why.isEmpty() ? null : why,
                at(entry));
    }

    private static InstrumentId instrument(Map<String, String> entry) {
        return InstrumentId.parse(text(entry, "instrument"));
    }

    private static Instant at(Map<String, String> entry) {
        return Instant.ofEpochMilli(number(entry, "at"));
    }

    private static long number(Map<String, String> entry, String field) {
        return Long.parseLong(text(entry, field));
    }

    private static String text(Map<String, String> entry, String field) {
        @Nullable String value = entry.get(field);
        if (value == null) {
            throw new IllegalArgumentException("no " + field);
        }
        return value;
    }
}
