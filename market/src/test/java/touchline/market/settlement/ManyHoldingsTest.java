package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import touchline.market.audit.PlayedMarket;
import touchline.market.money.Money;
import touchline.market.script.LuaScript;
import touchline.market.wallet.UserId;

/** More holders of an instrument than one run of the script sells for. */
class ManyHoldingsTest extends SettlementSetup {
    private static final LuaScript SETTLE = LuaScript.beside(SettlementScripts.class, "settle_holdings");
    private static final int HOLDERS = 60;

    @Test
    void eachIsSoldOnceAtTheSamePrice() {
        List<UserId> holders = buyMany();
        Map<UserId, Long> before = cash(holders);
        Map<SettlementStep, Long> runs = new EnumMap<>(SettlementStep.class);
        played.finish();

        played.settlement(SettlementListener.NONE)
                .settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> runs.put(step, scripts()));

        Map<UserId, Long> after = cash(holders);
        assertThat(holders.stream().map(user -> after.getOrDefault(user, 0L) - before.getOrDefault(user, 0L)))
                .as("amounts, of one share each")
                .allSatisfy(amount -> assertThat(amount).isPositive())
                .containsOnly(after.getOrDefault(holders.get(0), 0L) - before.getOrDefault(holders.get(0), 0L));
        assertThat(holders)
                .allSatisfy(
                        user -> assertThat(played.market.spot.holdings(user)).isEmpty());
        assertThat(played.market.redis.exists("holders:5")).isFalse();
        assertThat(played.market.redis.hget("instrument:5", "net_flow")).isEqualTo("0");
        assertThat(runs.getOrDefault(SettlementStep.CLOSE_CFDS, 0L) - runs.getOrDefault(SettlementStep.SELL_SPOT, 0L))
                .as("runs of scripts, of which two are for %s holders", HOLDERS)
                .isBetween(1L, HOLDERS - 1L);
    }

    @Test
    void oneThatCannotBeReadAmongThemIsSetAsideAndTheOthersAreSold() {
        List<UserId> holders = buyMany();
        UserId spoiled = holders.get(7);
        UserId overwritten = holders.get(12);
        played.market.redis.hset("holding:" + spoiled, "5", "many");
        played.market.redis.hdel("holding_cost:" + overwritten, "5");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .containsExactlyInAnyOrder("holding " + spoiled + " of 5", "holding " + overwritten + " of 5");
        assertThat(holders)
                .filteredOn(user -> !user.equals(spoiled) && !user.equals(overwritten))
                .allSatisfy(user -> assertThat(played.market.redis.exists("holding:" + user))
                        .isFalse());
        finding = "holding " + spoiled + " of 5";
    }

    /** A later run, and one of a settlement that does not hold the instrument, change nothing. */
    @Test
    void whatIsSoldAlreadyOrNotHeldIsLeft() {
        List<UserId> holders = buyMany();
        List<String> early = sell(holders);
        Map<UserId, Long> untouched = cash(holders);
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        played.finish();

        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {
            if (step == SettlementStep.SELL_SPOT) {
                first.addAll(sell(holders));
                Map<UserId, Long> once = cash(holders);
                second.addAll(sell(holders));
                assertThat(cash(holders)).isEqualTo(once).isNotEqualTo(untouched);
            }
        });

        assertThat(early).hasSize(HOLDERS).containsOnly("left");
        assertThat(first).hasSize(HOLDERS).containsOnly("sold");
        assertThat(second).hasSize(HOLDERS).containsOnly("left");
    }

    private List<String> sell(List<UserId> users) {
        List<String> args = new ArrayList<>(List.of(PlayedMarket.GOING_ON.toString(), "5", "FULL_TIME"));
        users.forEach(user -> args.add(user.toString()));
        List<String> reply = SETTLE.run(
                        played.market.redis,
                        List.of("instrument:5", "holders:5", "accounts", "outbox:trades", "ids"),
                        args)
                .values();
        return reply.subList(1, reply.size());
    }

    private Map<UserId, Long> cash(List<UserId> users) {
        Map<UserId, Long> cash = new HashMap<>();
        users.forEach(user -> cash.put(
                user, played.market.wallets.find(user).orElseThrow().cash().tenThousandths()));
        return cash;
    }

    private long scripts() {
        return Long.parseLong(
                played.market.redis.info("commandstats").replaceFirst("(?s).*cmdstat_evalsha:calls=(\\d+).*", "$1"));
    }

    private List<UserId> buyMany() {
        List<UserId> holders = new ArrayList<>();
        for (int n = 0; n < HOLDERS; n++) {
            UserId user = played.market.user("holder-" + n, Money.coins(1_000));
            played.buy(user, 5, 1);
            holders.add(user);
        }
        return holders;
    }
}
