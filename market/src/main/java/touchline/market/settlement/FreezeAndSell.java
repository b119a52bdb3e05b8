package touchline.market.settlement;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.fixture.FixtureId;
import touchline.market.instrument.InstrumentId;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/** The steps of a settlement that are scripts of its own. */
final class FreezeAndSell {
    private static final LuaScript FREEZE = LuaScript.beside(FreezeAndSell.class, "settlement_freeze");
    private static final LuaScript JUDGED = LuaScript.beside(FreezeAndSell.class, "settlement_judged");
    private static final LuaScript SELL = LuaScript.beside(FreezeAndSell.class, "system_sell");
    private static final LuaScript THAW = LuaScript.beside(FreezeAndSell.class, "settlement_thaw");

    private final UnifiedJedis redis;

    FreezeAndSell(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** The snapshot; empty where the fixture has been settled to its end already. */
    List<SettlementBook.SnapshotPrice> freeze(FixtureId fixture) {
        Reply reply = FREEZE.run(
                redis,
                List.of("fixture:" + fixture, "instruments:fixture:" + fixture, "outbox:ticks"),
                List.of(fixture.toString()));
        List<SettlementBook.SnapshotPrice> prices = new ArrayList<>();
        if (reply.outcome(Reply::word).orThrow().equals("frozen")) {
            for (int at = 1; at < reply.values().size(); at += 4) {
                prices.add(new SettlementBook.SnapshotPrice(
                        InstrumentId.parse(reply.text(at)),
                        reply.number(at + 1),
                        reply.number(at + 2),
                        reply.number(at + 3)));
            }
        }
        return prices;
    }

    /** Notes that everything open on these has been judged up to the snapshot. */
    void judged(FixtureId fixture, List<InstrumentId> instruments) {
        JUDGED.runAll(
                redis,
                instruments.stream()
                        .map(instrument ->
                                new LuaScript.Call(List.of("instrument:" + instrument), List.of(fixture.toString())))
                        .toList());
    }

    /** Sells what every holder of an instrument has; gives how many holdings that were. */
    int sell(FixtureId fixture, InstrumentId instrument, SettlementKind kind) {
        List<LuaScript.Call> sales = redis.smembers("holders:" + instrument).stream()
                .map(user -> new LuaScript.Call(
                        List.of(
                                "instrument:" + instrument,
                                "holding:" + user,
                                "holding_cost:" + user,
                                "holders:" + instrument,
                                "accounts",
                                "outbox:trades",
                                "ids"),
                        List.of(fixture.toString(), instrument.toString(), user, kind.name())))
                .toList();
        return (int) SELL.runAll(redis, sales).stream()
                .filter(reply -> reply.is("sold"))
                .count();
    }

    /** Lets the instruments go; false where something is still held or open. */
    boolean thaw(FixtureId fixture) {
        Reply reply = THAW.run(
                redis,
                List.of(
                        "fixture:" + fixture,
                        "instruments:fixture:" + fixture,
                        "accounts",
                        "outbox:trades",
                        "outbox:ticks"),
                List.of(fixture.toString()));
        return !reply.is("unfinished");
    }
}
