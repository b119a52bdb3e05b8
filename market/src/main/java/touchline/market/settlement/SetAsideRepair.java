package touchline.market.settlement;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/**
 * Clears records that were set aside. A position that a settlement has left out and that can be read again is closed as the settlement would have closed it,
 * shares are given back to their holder, and a note that holds nothing back is deleted. Thread-safe.
 */
public final class SetAsideRepair {
    private static final LuaScript SETTLE = LuaScript.beside(SetAsideRepair.class, "set_aside_settle");
    private static final LuaScript RETURN = LuaScript.beside(SetAsideRepair.class, "set_aside_return");
    private static final LuaScript FORGET = LuaScript.beside(SetAsideRepair.class, "set_aside_forget");
    private static final Pattern POSITION = Pattern.compile("position ([1-9][0-9]{0,17})");
    private static final Pattern HOLDING = Pattern.compile("holding (\\S+) of ([1-9][0-9]{0,17})");

    private final UnifiedJedis redis;
    private final Positions positions;
    private final SetAsideRecords setAside;
    private final SettlementRepository book;
    private final TickArchive archive;

    public SetAsideRepair(UnifiedJedis redis, Jdbi jdbi, Positions positions) {
        this.redis = redis;
        this.positions = positions;
        this.setAside = new SetAsideRecords(redis);
        this.book = new SettlementRepository(jdbi);
        this.archive = new TickArchive(new TickTape(redis), jdbi);
    }

    /** How a record is cleared. */
    public enum Action {
        /** A position is closed as its settlement would have closed it. */
        SETTLE,
        /** Shares are given back to their holder. */
        RETURN,
        /** The note is deleted; nothing is held back under it. */
        FORGET,
        /** It still can't be read: only a write-off clears it, which deletes the note and keeps what is stored. */
        WRITE_OFF
    }

    /**
     * What clearing a record does, or did.
     *
     * @param words one sentence, with the amounts
     */
    public record Clearing(SetAsideRecords.Item item, Action action, String words) {}

    /** Where and why a position closes. */
    private record Ending(CloseReason reason, Price price, long seq) {}

    /** What clearing would do; empty where nothing of this name is set aside. */
    public Optional<Clearing> preview(String subject) {
        return find(subject).map(this::preview);
    }

    /**
     * Clears a record.
     *
     * @param writeOff whether one that still can't be read may be written off
     * @return what was done, or {@link Action#WRITE_OFF} without {@code writeOff}: then nothing was; empty where nothing of this name is set aside
     */
    public Optional<Clearing> clear(String subject, boolean writeOff) {
        return find(subject).map(item -> {
            Clearing done = clear(item);
            return done.action() == Action.WRITE_OFF && writeOff
                    ? forget(item, Action.WRITE_OFF, "written off: " + done.words())
                    : done;
        });
    }

    private Optional<SetAsideRecords.Item> find(String subject) {
        return setAside.all().stream()
                .filter(item -> item.subject().equals(subject))
                .findFirst();
    }

    private Clearing preview(SetAsideRecords.Item item) {
        Matcher position = POSITION.matcher(item.subject());
        Matcher holding = HOLDING.matcher(item.subject());
        if (position.matches() && !item.fixture().isEmpty()) {
            return previewPosition(item, PositionId.parse(position.group(1)));
        }
        if (holding.matches() && !item.fixture().isEmpty()) {
            return new Clearing(item, Action.RETURN, "its shares go back to " + holding.group(1));
        }
        return item.subject().startsWith("instrument ") && !item.fixture().isEmpty()
                ? unreadable(item, "an instrument stays frozen until touchline hydrate has restored it")
                : new Clearing(
                        item, Action.FORGET, "the note is deleted; it returns if the record still can't be read");
    }

    private Clearing previewPosition(SetAsideRecords.Item item, PositionId id) {
        try {
            Optional<Position> kept = positions.setAside(id);
            if (kept.isEmpty()) {
                return new Clearing(item, Action.FORGET, "nothing is kept of it");
            }
            return ending(item, kept.get())
                    .map(ending -> new Clearing(item, Action.SETTLE, words(kept.get(), ending)))
                    .orElseGet(() -> unreadable(item, "its settlement is not done, or has no price for it"));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return unreadable(item, String.valueOf(e.getMessage()));
        }
    }

    private Clearing clear(SetAsideRecords.Item item) {
        Clearing plan = preview(item);
        Matcher position = POSITION.matcher(item.subject());
        Matcher holding = HOLDING.matcher(item.subject());
        return switch (plan.action()) {
            case SETTLE -> position.matches() ? settle(plan, PositionId.parse(position.group(1))) : plan;
            case RETURN -> holding.matches() ? giveBack(plan, holding.group(1), holding.group(2)) : plan;
            case FORGET -> forget(item, Action.FORGET, plan.words());
            case WRITE_OFF -> plan;
        };
    }

    private Clearing settle(Clearing plan, PositionId id) {
        Position kept = positions.setAside(id).orElseThrow();
        Ending ending = ending(plan.item(), kept).orElseThrow();
        Reply reply = SETTLE.run(
                redis,
                List.of(Keys.setAsidePosition(id), Keys.position(id), SetAsideRecords.KEY),
                List.of(
                        id.toString(),
                        ending.reason().name(),
                        Long.toString(ending.price().tenThousandths()),
                        Long.toString(ending.seq())));
        return reply.is("unreadable") ? unreadable(plan.item(), reply.text(1)) : plan;
    }

    private Clearing giveBack(Clearing plan, String user, String instrument) {
        Reply reply = RETURN.run(
                redis,
                List.of(
                        Keys.setAsideHolding(user),
                        Keys.holding(user),
                        Keys.holdingCost(user),
                        Keys.holders(instrument),
                        SetAsideRecords.KEY),
                List.of(user, instrument));
        if (reply.is("gone")) {
            return forget(plan.item(), Action.FORGET, "nothing is kept of it");
        }
        return reply.is("unreadable")
                ? unreadable(plan.item(), reply.text(1))
                : new Clearing(plan.item(), Action.RETURN, returned(reply.text(1)) + " went back to " + user);
    }

    private static String returned(String shares) {
        return shares + (shares.equals("1") ? " share" : " shares");
    }

    private Clearing forget(SetAsideRecords.Item item, Action action, String words) {
        FORGET.run(redis, List.of(SetAsideRecords.KEY), List.of(item.subject()));
        return new Clearing(item, action, words);
    }

    private static Clearing unreadable(SetAsideRecords.Item item, String why) {
        return new Clearing(item, Action.WRITE_OFF, why);
    }

    /** The first tick up to the snapshot that breached it, or the snapshot itself. */
    private Optional<Ending> ending(SetAsideRecords.Item item, Position position) {
        return book.settled(FixtureId.parse(item.fixture()), position.instrument())
                .map(settled -> MarginReplay.firstBreach(
                                position,
                                archive.after(
                                        position.instrument(),
                                        new TickOffset(position.openTickAt(), position.openSeq()),
                                        settled.seq()))
                        .filter(tick -> tick.seq() <= settled.seq())
                        .map(tick -> new Ending(tick.reason(), tick.price(), tick.seq()))
                        .orElseGet(() -> new Ending(
                                settled.kind().closeReason(),
                                settled.kind() == SettlementKind.VOID ? position.entryPrice() : settled.price(),
                                settled.seq())));
    }

    private static String words(Position position, Ending ending) {
        Money payout = position.margin().plus(position.pnlAt(ending.price()));
        return "closes as " + ending.reason() + " at " + ending.price() + ", which pays "
                + (payout.tenThousandths() < 0 ? Money.ZERO : payout) + " to " + position.user();
    }
}
