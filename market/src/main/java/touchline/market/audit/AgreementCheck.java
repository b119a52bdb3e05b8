package touchline.market.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether Redis and the book say the same. */
final class AgreementCheck {
    private AgreementCheck() {}

    static void run(HotState hot, AuditQuery book, List<String> offenders) {
        compare("wallet of", wallets(hot), book.wallets(), offenders);
        compare("block of", blocks(hot), book.blocks(), offenders);
        compare("account", hot.accounts(), book.accounts(), offenders);
        compare("holding", holdings(hot), book.holdings(), offenders);
        compare("open position", positions(hot), book.openPositions(), offenders);
        compare("request that waits", hot.waiting(), book.waitingRequests(), offenders);
        hot.resting().triggeredAreQueued(offenders);
        compare("order that rests", hot.resting().texts(), book.restingRequests(), offenders);
        compare("instrument", instruments(hot), book.instruments(), offenders);
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
}
