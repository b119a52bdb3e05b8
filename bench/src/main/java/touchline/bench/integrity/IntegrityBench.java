package touchline.bench.integrity;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.money.Money;
import touchline.market.settlement.SettlementKind;
import touchline.migrations.Migrations;

/** Prints what strategies earn in matches without events. The best match of the best strategy has to earn nothing. */
public final class IntegrityBench {
    public static final String USAGE = "[--matches N] [--seed S]";

    private final int matches;
    private final long seed;

    private IntegrityBench(int matches, long seed) {
        this.matches = matches;
        this.seed = seed;
    }

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException if they can't be read
     */
    public static IntegrityBench of(List<String> words) {
        int matches = 2_000;
        long seed = 20_261_128;
        for (int n = 0; n < words.size(); n += 2) {
            if (n + 1 == words.size() || !words.get(n + 1).matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException(words.get(n) + " needs a whole number");
            }
            switch (words.get(n)) {
                case "--matches" -> matches = Math.max(1, Integer.parseInt(words.get(n + 1)));
                case "--seed" -> seed = Long.parseLong(words.get(n + 1));
                default -> throw new IllegalArgumentException("unknown option " + words.get(n));
            }
        }
        return new IntegrityBench(matches, seed);
    }

    /** Plays; whether no strategy earned anything in any match. */
    public boolean run(DataSource database, String redisUrl, PrintStream out) {
        Migrations.migrate(database);
        boolean isSound = true;
        try (RedisClient redis = RedisClient.create(redisUrl)) {
            MatchSeries series = new MatchSeries(redis, Jdbi.create(database));
            for (SettlementKind end : SettlementKind.values()) {
                out.printf(
                        "%,d matches without events, %s, seed %d; coins that all accounts of a strategy earned in a match%n%n",
                        matches, end == SettlementKind.VOID ? "abandoned" : "played to their end", seed);
                out.println("| strategy | matches traded | best | mean | worst |");
                out.println("|---|---:|---:|---:|---:|");
                Map<AttackStrategy, Earnings> earned = series.play(end, matches, seed);
                for (Map.Entry<AttackStrategy, Earnings> one : earned.entrySet()) {
                    Earnings earnings = one.getValue();
                    isSound &= earnings.best() <= 0;
                    out.printf(
                            "| %s | %,d | %s | %s | %s |%n",
                            one.getKey().words(),
                            earnings.played(),
                            Money.of(earnings.best()),
                            earnings.mean(),
                            earnings.worst());
                }
                out.println();
            }
        }
        out.println(
                isSound ? "No strategy earned anything in any match." : "A strategy EARNED: the rules have a hole.");
        return isSound;
    }
}
