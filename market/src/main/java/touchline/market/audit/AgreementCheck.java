package touchline.market.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Whether Redis and the book say the same. */
final class AgreementCheck {
    private AgreementCheck() {}

    static void run(HotState hot, Handle book, List<String> offenders) {
        compare("wallet of", wallets(hot), rows(book, "SELECT user_id, cash || '/' || held FROM wallets"), offenders);
        compare("block of", blocks(hot), rows(book, "SELECT user_id, 'blocked' FROM customer_blocks"), offenders);
        compare("account", hot.accounts(), rows(book, "SELECT name, balance::text FROM accounts"), offenders);
        compare(
                "holding",
                holdings(hot),
                rows(book, "SELECT user_id || ' of ' || instrument_id, quantity || ' for ' || cost FROM spot_holdings"),
                offenders);
        compare("open position", positions(hot), rows(book, """
                        SELECT id::text, concat_ws(' ', user_id, instrument_id, direction, quantity, leverage, entry_price, margin,
                                                   wash_out, levels, open_seq)
                        FROM cfd_positions WHERE closed_at IS NULL
                        """), offenders);
        compare("request that waits", hot.waiting(), rows(book, """
                        SELECT id::text, 'ORDER ' || user_id FROM orders WHERE state = 'PENDING'
                        UNION ALL SELECT id::text, kind || ' ' || user_id FROM position_requests WHERE state = 'PENDING'
                        """), offenders);
        compare("instrument", instruments(hot), rows(book, """
                        SELECT id::text, concat_ws(' ', live_base_price, below_floor, price, tick_seq, depth,
                                                   coalesce(fixture_id::text, '-'), coalesce(frozen_for::text, '-'),
                                                   CASE WHEN delisted_at IS NULL THEN '-' ELSE '1' END)
                        FROM instruments
                        """), offenders);
    }

    private static void compare(
            String what, Map<String, String> hot, Map<String, String> book, List<String> offenders) {
        TreeSet<String> ids = new TreeSet<>(hot.keySet());
        ids.addAll(book.keySet());
        for (String id : ids) {
            String here = hot.getOrDefault(id, "nothing");
            String there = book.getOrDefault(id, "nothing");
            if (!here.equals(there)) {
                offenders.add(what + " " + id + ": Redis says " + here + ", the book " + there);
            }
        }
    }

    private static Map<String, String> wallets(HotState hot) {
        Map<String, String> wallets = new TreeMap<>();
        hot.wallets().forEach((user, wallet) -> wallets.put(user, wallet.get("cash") + "/" + wallet.get("held")));
        return wallets;
    }

    private static Map<String, String> blocks(HotState hot) {
        Map<String, String> blocks = new TreeMap<>();
        hot.wallets().forEach((user, wallet) -> {
            if (wallet.containsKey("blocked")) {
                blocks.put(user, "blocked");
            }
        });
        return blocks;
    }

    private static Map<String, String> holdings(HotState hot) {
        Map<String, String> holdings = new TreeMap<>();
        hot.eachHolding((user, one) -> {
            Map<String, String> costs = hot.costs().getOrDefault(user, Map.of());
            holdings.put(
                    user + " of " + one.getKey(),
                    one.getValue() + " for " + costs.getOrDefault(one.getKey(), "nothing"));
        });
        return holdings;
    }

    private static Map<String, String> positions(HotState hot) {
        Map<String, String> positions = new TreeMap<>();
        hot.positions()
                .forEach((id, p) -> positions.put(
                        id,
                        fields(
                                p,
                                "user",
                                "instrument",
                                "direction",
                                "quantity",
                                "leverage",
                                "entry_price",
                                "margin",
                                "wash_out",
                                "levels",
                                "open_seq")));
        return positions;
    }

    private static Map<String, String> instruments(HotState hot) {
        Map<String, String> instruments = new TreeMap<>();
        hot.instruments()
                .forEach((id, i) -> instruments.put(
                        id,
                        fields(
                                i,
                                "live_base_price",
                                "below_floor",
                                "price",
                                "tick_seq",
                                "depth",
                                "fixture_id",
                                "frozen_for",
                                "delisted")));
        return instruments;
    }

    private static String fields(Map<String, String> hash, String... names) {
        StringBuilder joined = new StringBuilder();
        for (String name : names) {
            joined.append(joined.isEmpty() ? "" : " ").append(hash.getOrDefault(name, "-"));
        }
        return joined.toString();
    }

    private static Map<String, String> rows(Handle book, String sql) {
        Map<String, String> rows = new TreeMap<>();
        book.createQuery(sql)
                .map((rs, ctx) -> rows.put(rs.getString(1), rs.getString(2)))
                .list();
        return rows;
    }
}
