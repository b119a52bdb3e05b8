package touchline.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.StreamEntryID;
import touchline.market.key.Keys;

/** Entries of a stream of the outbox, in the form of the scripts, and the rows that they become in the largest table. */
interface OutboxLoad {
    int AT_ONCE = 5_000;

    /** In words. */
    String rowsAre();

    int rows();

    String table();

    void write(AbstractPipeline pipeline);

    /** The rows as text for COPY. */
    String copy();

    /** Ticks of 1,000 instruments. */
    record TickEntries(int rows) implements OutboxLoad {
        @Override
        public String rowsAre() {
            return "ticks";
        }

        @Override
        public String table() {
            return "price_ticks";
        }

        @Override
        public void write(AbstractPipeline pipeline) {
            for (int n = 1; n <= rows; n++) {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("type", "tick");
                fields.put("instrument", Integer.toString(n % 1_000 + 1));
                fields.put("seq", Integer.toString(n));
                fields.put("price", "1000000");
                fields.put("at", Integer.toString(n));
                fields.put("entry", Integer.toString(n));
                pipeline.xadd(Keys.OUTBOX_TICKS, new StreamEntryID(n, 0), fields);
                if (n % AT_ONCE == 0) {
                    pipeline.sync();
                }
            }
        }

        @Override
        public String copy() {
            StringBuilder copy = new StringBuilder();
            for (int n = 1; n <= rows; n++) {
                copy.append(n % 1_000 + 1)
                        .append('\t')
                        .append(n)
                        .append("\t1000000\t")
                        .append(n)
                        .append('\n');
            }
            return copy.toString();
        }
    }

    /** In turn a purchase, an opening and a close of 1,000 users, each of which moves money twice. */
    record TradeEntries(int entries) implements OutboxLoad {
        private static final int USERS = 1_000;

        @Override
        public String rowsAre() {
            return "ledger lines of trades";
        }

        @Override
        public int rows() {
            return USERS + 2 * entries;
        }

        @Override
        public String table() {
            return "ledger_entries";
        }

        @Override
        public void write(AbstractPipeline pipeline) {
            for (int n = 1; n <= USERS; n++) {
                Map<String, String> fields =
                        entry(n, "account", user(n), "mint,cash:" + user(n) + ",1000000000000,stake");
                fields.put("name", user(n));
                fields.put("kind", "HUMAN");
                pipeline.xadd(Keys.OUTBOX_TRADES, new StreamEntryID(n, 0), fields);
            }
            for (int n = USERS + 1; n <= USERS + entries; n++) {
                pipeline.xadd(Keys.OUTBOX_TRADES, new StreamEntryID(n, 0), trade(n));
                if (n % AT_ONCE == 0) {
                    pipeline.sync();
                }
            }
        }

        private static Map<String, String> trade(int n) {
            int step = n % 3;
            int position = n - n % 3;
            String user = user(step == 0 ? n : position);
            Map<String, String> fields;
            if (step == 2) {
                fields = entry(
                        n,
                        "order",
                        user,
                        "cash:" + user + ",pool:1,1000000,spot-buy;cash:" + user + ",fees,10000,spot-fee");
                fields.putAll(Map.of("id", "" + n, "instrument", "" + (n % 1_000 + 1), "side", "BUY", "quantity", "1"));
                fields.putAll(Map.of("amount", "1000000", "fee", "10000", "realised", "0", "source", "USER"));
                fields.putAll(Map.of("held", "1", "held_cost", "1010000"));
                return fields;
            }
            boolean opens = step == 0;
            fields = entry(
                    n,
                    opens ? "open" : "close",
                    user,
                    opens
                            ? "cash:" + user + ",held:" + user + ",100000,margin;cash:" + user + ",house,2000,spread"
                            : "held:" + user + ",cash:" + user + ",90000,margin-back;held:" + user
                                    + ",house,10000,loss");
            fields.putAll(Map.of("id", "" + position, "instrument", "" + (position % 1_000 + 1), "direction", "LONG"));
            fields.putAll(Map.of("quantity", "1", "leverage", "10", "entry_price", "1000000", "margin", "100000"));
            fields.putAll(Map.of("wash_out", "950000", "levels", "1:0:0", "open_seq", "1", "open_tick_at", "1"));
            fields.put("opened_at", "1");
            if (!opens) {
                fields.putAll(Map.of("reason", "USER", "price", "990000", "seq", "2"));
                fields.put("payout", "90000");
            }
            return fields;
        }

        private static Map<String, String> entry(int n, String type, String user, String ledger) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("type", type);
            fields.put("user", user);
            fields.put("reference", Integer.toString(n));
            fields.put("at", Integer.toString(n));
            fields.put("ledger", ledger);
            fields.put("wallet", "1000000:100000");
            fields.put("entry", Integer.toString(n));
            return fields;
        }

        private static String user(int n) {
            return "user-" + (n % USERS + 1);
        }

        @Override
        public String copy() {
            StringBuilder copy = new StringBuilder();
            for (int n = 0; n < rows(); n++) {
                copy.append(n / 2).append("-0\t").append(n % 2);
                copy.append("\tcash:")
                        .append(user(n / 2))
                        .append("\tpool:1\t1000000\tspot-buy\t")
                        .append(n);
                copy.append('\t').append(user(n / 2)).append("\t2026-11-23 18:00:00+00\n");
            }
            return copy.toString();
        }
    }
}
