package touchline.market.outbox.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchEventJson;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.wallet.UserId;

/**
 * Reads and writes the entries of the outbox. The names of the fields are a contract (docs/redis.md); the scripts write them in {@code outbox.lua}. Fields that it
 * doesn't know are ignored.
 */
public final class EntryCodec {
    static final String ORDER = "ORDER";

    private EntryCodec() {}

    /**
     * Reads an entry of {@code outbox:trades}.
     *
     * @throws UnreadableEntryException if a field is missing or malformed, or the type is unknown
     */
    public static TradesEntry decodeTrade(EncodedEntry entry) {
        Booking booking = booking(entry);
        return switch (entry.text("type")) {
            case "account" ->
                new TradesEntry.AccountOpened(booking, user(entry), entry.text("name"), entry.text("kind"));
            case "transfer" -> new TradesEntry.MoneyTransferred(booking);
            case "order" -> order(entry, booking);
            case "pending" -> queued(entry, booking);
            case "decided" -> decided(entry, booking);
            case "request" -> RequestEntry.decode(entry, booking, user(entry), instrument(entry));
            case "open" -> new TradesEntry.PositionOpened(booking, position(entry));
            case "amend" -> new TradesEntry.LevelsAmended(booking, position(entry));
            case "split" ->
                new TradesEntry.PositionSplit(
                        booking,
                        position(entry),
                        entry.number("part"),
                        entry.number("part_quantity"),
                        entry.number("part_margin"));
            case "close" -> new TradesEntry.PositionClosed(booking, position(entry));
            default -> throw entry.unreadable("type", "is unknown");
        };
    }

    /**
     * Reads an entry of {@code outbox:ticks}. Where the time is missing from an entry that the book keeps without it, it is the time at which the entry was written.
     *
     * @throws UnreadableEntryException if a field is missing or malformed, or the type is unknown
     */
    public static TicksEntry decodeTick(EncodedEntry entry) {
        return switch (entry.text("type")) {
            case "tick" ->
                new TicksEntry.PriceTicked(
                        instrument(entry),
                        entry.number("seq"),
                        parse(entry, "price", text -> Price.of(Long.parseLong(text))),
                        entry.number("at"));
            case "base" ->
                new TicksEntry.BaseMoved(
                        instrument(entry), entry.number("base"), entry.number("below_floor"), at(entry));
            case "instrument" ->
                new TicksEntry.InstrumentListed(
                        instrument(entry),
                        entry.text("name"),
                        entry.number("team_id"),
                        entry.text("team"),
                        entry.text("position"),
                        entry.number("price"),
                        entry.number("depth"),
                        entry.number("at"));
            case "delisted" -> new TicksEntry.InstrumentDelisted(instrument(entry), entry.number("at"));
            case "entered" ->
                new TicksEntry.FixtureEntered(
                        instrument(entry), fixture(entry), entry.number("match_base_price"), at(entry));
            case "frozen" ->
                new TicksEntry.SettlementFroze(instrument(entry), fixture(entry), entry.optional("why"), at(entry));
            case "thawed" -> new TicksEntry.SettlementThawed(instrument(entry), optionalFixture(entry), at(entry));
            case "trading" ->
                new TicksEntry.TradingChanged(
                        instrument(entry),
                        entry.flag("frozen"),
                        optionalFixture(entry),
                        entry.optional("why"),
                        entry.optional("halt"),
                        at(entry));
            case "event" -> event(entry);
            default -> throw entry.unreadable("type", "is unknown");
        };
    }

    /** The fields of a decision, for the entry with this number. */
    public static Map<String, String> encode(TradesEntry.RequestDecided decided, long number) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", "decided");
        fields.put("id", Long.toString(decided.id()));
        fields.put("kind", decided.kind());
        fields.put("state", decided.state());
        if (decided.problem() != null) {
            fields.put("problem", decided.problem());
        }
        if (decided.problemFacts() != null) {
            fields.put("problem_facts", decided.problemFacts());
        }
        fields.put("reference", decided.booking().reference());
        fields.put("at", Long.toString(decided.at()));
        fields.put("ledger", ""); // it moves no money
        fields.put("entry", Long.toString(number));
        return fields;
    }

    private static TradesEntry order(EncodedEntry entry, Booking booking) {
        return new TradesEntry.OrderFilled(
                booking,
                entry.number("id"),
                user(entry),
                instrument(entry),
                new TradesEntry.Fill(
                        entry.text("side"),
                        entry.number("quantity"),
                        entry.number("amount"),
                        entry.number("fee"),
                        entry.number("realised"),
                        entry.text("source"),
                        entry.optional("order_type") == null ? null : RequestEntry.conditions(entry)),
                HoldingState.decode(entry),
                "1".equals(entry.optional("waited")),
                optionalFixture(entry),
                entry.optional("client_id"));
    }

    private static TradesEntry queued(EncodedEntry entry, Booking booking) {
        long id = entry.number("id");
        long executeAt = entry.number("execute_at");
        String kind = entry.text("kind");
        if (kind.equals(ORDER)) {
            return new TradesEntry.OrderQueued(
                    booking,
                    id,
                    user(entry),
                    instrument(entry),
                    entry.text("side"),
                    entry.number("quantity"),
                    executeAt,
                    entry.optional("client_id"));
        }
        return new TradesEntry.PositionRequestQueued(
                booking,
                id,
                user(entry),
                kind,
                instrument(entry),
                RequestEntry.number(entry, "position"),
                entry.optional("direction"),
                RequestEntry.number(entry, "quantity"),
                executeAt);
    }

    private static TradesEntry decided(EncodedEntry entry, Booking booking) {
        String kind = entry.text("kind");
        return new TradesEntry.RequestDecided(
                booking,
                entry.number("id"),
                kind,
                entry.text("state"),
                kind.equals(ORDER) ? entry.text("problem") : entry.fields().get("problem"),
                entry.fields().get("problem_facts"),
                owner(entry));
    }

    private static TradesEntry.@Nullable Owner owner(EncodedEntry entry) {
        return entry.optional("user") == null || entry.optional("instrument") == null
                ? null
                : new TradesEntry.Owner(
                        user(entry),
                        instrument(entry),
                        entry.optional("client_id"),
                        RequestEntry.number(entry, "position"));
    }

    private static Position position(EncodedEntry entry) {
        try {
            return Position.ofEntry(entry.fields());
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw entry.unreadable("its position", "can't be read: " + e.getMessage());
        }
    }

    private static TicksEntry event(EncodedEntry entry) {
        String detail = entry.text("detail");
        String corrections = entry.optional("corrections");
        MatchEvent parsed;
        try {
            parsed = MatchEventJson.read(detail);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw entry.unreadable("detail", "is not a match event");
        }
        try {
            corrections = corrections == null ? "[]" : corrections;
            MatchEventJson.readAll(corrections);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw entry.unreadable("corrections", "are no list of match events");
        }
        return new TicksEntry.EventRecorded(
                fixture(entry),
                entry.number("event"),
                parsed,
                detail,
                new TicksEntry.EventEffect(
                        entry.flag("applied"), entry.text("bumps"), "1".equals(entry.optional("owed"))),
                entry.fields().containsKey("replaces") ? entry.number("replaces") : null,
                corrections,
                entry.number("at"));
    }

    private static Booking booking(EncodedEntry entry) {
        return new Booking(entry.text("reference"), entry.number("at"), ledger(entry), wallet(entry));
    }

    /** {@code debit,credit,amount,kind} joined by {@code ;}. */
    private static List<Movement> ledger(EncodedEntry entry) {
        String written = entry.text("ledger");
        List<Movement> movements = new ArrayList<>();
        if (written.isEmpty()) {
            return movements;
        }
        for (String line : written.split(";", -1)) {
            String[] parts = line.split(",", -1);
            if (parts.length != 4) {
                throw entry.unreadable("ledger", "is malformed: " + line);
            }
            movements.add(new Movement(parts[0], parts[1], amount(entry, "ledger", parts[2]), parts[3]));
        }
        return movements;
    }

    /** {@code cash:held}. */
    private static Booking.@Nullable WalletState wallet(EncodedEntry entry) {
        String written = entry.optional("wallet");
        if (written == null) {
            return null;
        }
        String[] parts = written.split(":", -1);
        if (parts.length != 2) {
            throw entry.unreadable("wallet", "is malformed: " + written);
        }
        return new Booking.WalletState(
                user(entry), Money.of(amount(entry, "wallet", parts[0])), Money.of(amount(entry, "wallet", parts[1])));
    }

    private static long amount(EncodedEntry entry, String field, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw entry.unreadable(field, "has an amount that is no whole number: " + digits);
        }
    }

    private static long at(EncodedEntry entry) {
        return entry.optional("at") == null ? entry.writtenAt() : entry.number("at");
    }

    private static UserId user(EncodedEntry entry) {
        return parse(entry, "user", UserId::of);
    }

    private static InstrumentId instrument(EncodedEntry entry) {
        return parse(entry, "instrument", InstrumentId::parse);
    }

    private static FixtureId fixture(EncodedEntry entry) {
        return parse(entry, "fixture", FixtureId::parse);
    }

    private static @Nullable FixtureId optionalFixture(EncodedEntry entry) {
        return entry.optional("fixture") == null ? null : fixture(entry);
    }

    private static <T> T parse(EncodedEntry entry, String field, Function<String, T> parser) {
        String text = entry.text(field);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw entry.unreadable(field, "is malformed: " + text);
        }
    }
}
