package touchline.bench.integrity;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
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
    public boolean run(DataSource database, String redisUrl, PrintStream out) throws InterruptedException {
        Migrations.migrate(database);
        long began = System.nanoTime();
        boolean isSound = true;
        try (Lanes lanes = new Lanes(Jdbi.create(database), redisUrl)) {
            long first = 1;
            for (SettlementKind end : SettlementKind.values()) {
                Map<AttackStrategy, Earnings> earned = new EnumMap<>(AttackStrategy.class);
                for (AttackStrategy strategy : AttackStrategy.values()) {
                    earned.put(strategy, new Earnings());
                }
                lanes.play(
                        matches,
                        first,
                        end,
                        seed,
                        played -> Objects.requireNonNull(earned.get(played.strategy()))
                                .add(played));
                first += matches;
                isSound &= print(end, earned, out);
            }
        }
        out.printf(
                "%,d matches in %,d s. %s%n",
                2L * matches,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                isSound ? "No strategy earned anything in any match." : "A strategy EARNED: the rules have a hole.");
        return isSound;
    }

    private boolean print(SettlementKind end, Map<AttackStrategy, Earnings> earned, PrintStream out) {
        boolean isSound = true;
        out.printf(
                "%,d matches without events, %s, seed %d; coins that all accounts of a strategy earned in a match%n%n",
                matches, end == SettlementKind.VOID ? "abandoned" : "played to their end", seed);
        out.println("| strategy | matches traded | best | mean | worst |");
        out.println("|---|---:|---:|---:|---:|");
        for (Map.Entry<AttackStrategy, Earnings> one : earned.entrySet()) {
            Earnings earnings = one.getValue();
            if (earnings.matches() == 0) {
                out.printf("| %s | 0 | | | |%n", one.getKey().words());
                continue;
            }
            isSound &= earnings.best() <= 0;
            out.printf(
                    "| %s | %,d | %s | %s | %s |%n",
                    one.getKey().words(),
                    earnings.matches(),
                    Money.of(earnings.best()),
                    earnings.mean(),
                    earnings.worst());
        }
        out.println();
        return isSound;
    }
}
