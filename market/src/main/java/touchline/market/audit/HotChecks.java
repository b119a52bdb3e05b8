package touchline.market.audit;

import static touchline.market.audit.HotState.number;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has to be true within Redis. Each check gives its offenders, in words with numbers. */
final class HotChecks {
    private HotChecks() {}

    static void sumIsZero(HotState hot, List<String> offenders) {
        BigInteger sum = BigInteger.ZERO;
        for (Map<String, String> wallet : hot.wallets().values()) {
            sum = sum.add(BigInteger.valueOf(number(wallet, "cash"))).add(BigInteger.valueOf(number(wallet, "held")));
        }
        for (String balance : hot.accounts().values()) {
            sum = sum.add(new BigInteger(balance));
        }
        if (sum.signum() != 0) {
            offenders.add("Redis: all accounts add up to " + sum);
        }
    }

    static void noNegativeBalance(HotState hot, List<String> offenders) {
        hot.wallets().forEach((user, wallet) -> {
            for (String part : List.of("cash", "held")) {
                if (number(wallet, part) < 0) {
                    offenders.add("Redis: " + part + " of " + user + " is " + number(wallet, part));
                }
            }
        });
    }

    static void heldIsMargins(HotState hot, List<String> offenders) {
        Map<String, Long> margins = new HashMap<>();
        hot.positions()
                .values()
                .forEach(position ->
                        margins.merge(position.getOrDefault("user", "?"), number(position, "margin"), Long::sum));
        hot.wallets().forEach((user, wallet) -> {
            long margin = margins.getOrDefault(user, 0L);
            if (number(wallet, "held") != margin) {
                offenders.add(
                        "Redis: held of " + user + " is " + number(wallet, "held") + ", its margins are " + margin);
            }
        });
    }

    static void netFlowAndPools(HotState hot, List<String> offenders) {
        Map<String, Long> held = new TreeMap<>();
        hot.eachHolding((user, one) -> held.merge(one.getKey(), Long.parseLong(one.getValue()), Long::sum));
        Map<String, Long> open = new HashMap<>();
        hot.positions()
                .values()
                .forEach(position -> open.merge(
                        position.get("instrument") + position.get("direction"),
                        number(position, "quantity"),
                        Long::sum));
        hot.instruments().forEach((id, instrument) -> {
            long flow = number(instrument, "net_flow");
            if (flow != held.getOrDefault(id, 0L)) {
                offenders.add("net_flow of " + id + " is " + flow + ", its holdings are " + held.getOrDefault(id, 0L));
            }
            long pool = number(hot.accounts(), "pool:" + id);
            BigInteger needed = valueOfAll(number(instrument, "live_base_price"), flow, number(instrument, "depth"));
            if (BigInteger.valueOf(pool).compareTo(needed) < 0 && !instrument.containsKey("frozen_for")) {
                offenders.add("pool of " + id + " is " + pool + ", selling all takes " + needed);
            }
            for (String side : List.of("LONG", "SHORT")) {
                long counted = number(instrument, side.equals("LONG") ? "long_open" : "short_open");
                if (counted != open.getOrDefault(id + side, 0L)) {
                    offenders.add(side + " shares open on " + id + " are " + open.getOrDefault(id + side, 0L)
                            + ", counted " + counted);
                }
            }
        });
    }

    /** base x f + base x f^2 / (2 depth), rounded down, as the curve pays it out. */
    private static BigInteger valueOfAll(long base, long flow, long depth) {
        BigInteger b = BigInteger.valueOf(base);
        BigInteger f = BigInteger.valueOf(flow);
        return b.multiply(f).add(b.multiply(f).multiply(f).divide(BigInteger.valueOf(2 * Math.max(1, depth))));
    }
}
