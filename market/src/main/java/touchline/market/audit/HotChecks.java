package touchline.market.audit;

import static touchline.market.audit.HotState.number;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What has to be true within Redis. Each check gives its offenders, in words with numbers. */
final class HotChecks {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final List<String> POSITION_FIELDS = List.of(
            "quantity", "leverage", "entry_price", "margin", "wash_out", "open_seq", "open_tick_at", "opened_at");
    private static final List<String> WALLET_FIELDS = List.of("cash", "held");
    private static final List<String> INSTRUMENT_FIELDS =
            List.of("live_base_price", "net_flow", "depth", "price", "tick_seq");

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
        hot.resting().money().forEach((user, money) -> margins.merge(user, money, Long::sum));
        hot.resting().sharesAreHeldBack(hot, offenders);
        hot.wallets().forEach((user, wallet) -> {
            long margin = margins.getOrDefault(user, 0L);
            if (number(wallet, "held") != margin) {
                offenders.add("Redis: held of " + user + " is " + number(wallet, "held")
                        + ", its margins and reservations are " + margin);
            }
        });
    }

    static void netFlowAndPools(HotState hot, List<String> offenders) {
        Map<String, Long> held = new TreeMap<>();
        hot.eachHolding((user, one) -> held.merge(one.getKey(), HotState.number(one.getValue()), Long::sum));
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

    /** Nothing that money depends on lacks a field, and nothing has been set aside. */
    static void everythingIsReadable(HotState hot, List<String> offenders) {
        hot.setAside().forEach(item -> offenders.add(item.words()));
        hot.positions().forEach((id, position) -> readable("position " + id, position, POSITION_FIELDS, offenders));
        hot.wallets().forEach((user, wallet) -> readable("wallet of " + user, wallet, WALLET_FIELDS, offenders));
        hot.instruments().forEach((id, instrument) -> {
            if (instrument.containsKey("name")) { // a flag alone may be another program's
                readable("instrument " + id, instrument, INSTRUMENT_FIELDS, offenders);
            }
        });
        hot.holdings().forEach((user, held) -> readable("holdings of " + user, held, held.keySet(), offenders));
    }

    private static void readable(
            String what, Map<String, String> hash, Collection<String> fields, List<String> offenders) {
        for (String field : fields) {
            String value = hash.get(field);
            if (value == null || !WHOLE.matcher(value).matches()) {
                offenders.add(what + ": " + field + " is " + (value == null ? "missing" : "no whole number"));
            }
        }
    }

    /** A fixture that is settled while it is played moves no price, so it must not trade, and no position may have been opened in it since. */
    static void settledFixturesDoNotTrade(HotState hot, AuditQuery book, List<String> offenders) {
        book.instrumentsOfSettledLiveFixtures().forEach(one -> trades(hot, one.getKey(), one.getValue(), offenders));
        hot.positions().forEach((id, position) -> {
            Map<String, String> instrument =
                    hot.instruments().getOrDefault(position.getOrDefault("instrument", ""), Map.of());
            String fixture = instrument.getOrDefault("fixture_id", "");
            Map<String, String> match = hot.fixtures().getOrDefault(fixture, Map.of());
            boolean since = number(position, "opened_at") > number(match, "held_since");
            if (match.containsKey("settled") && since) {
                offenders.add("position " + id + " is open on the settled fixture " + fixture);
            }
        });
    }

    private static void trades(HotState hot, String id, String fixture, List<String> offenders) {
        Map<String, String> instrument = hot.instruments().getOrDefault(id, Map.of());
        String other = instrument.getOrDefault("fixture_id", fixture);
        boolean closed = "1".equals(instrument.get("frozen"))
                && (instrument.containsKey("frozen_over") || instrument.containsKey("frozen_aside"));
        if (other.equals(fixture) && !closed) {
            offenders.add("instrument " + id + " trades while its match is played, though fixture " + fixture
                    + " is settled");
        }
    }

    /** base x f + base x f^2 / (2 depth), rounded down, as the curve pays it out. */
    private static BigInteger valueOfAll(long base, long flow, long depth) {
        BigInteger b = BigInteger.valueOf(base);
        BigInteger f = BigInteger.valueOf(flow);
        return b.multiply(f).add(b.multiply(f).multiply(f).divide(BigInteger.valueOf(2 * Math.max(1, depth))));
    }
}
