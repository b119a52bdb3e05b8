package touchline.market.spinner;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.market.leaderboard.Week;

/** The secrets of the draws, one a week, made once. Thread-safe. */
final class SpinSeedRepository {
    private static final int BYTES = 32;

    private final Jdbi jdbi;
    private final SecureRandom random = new SecureRandom();

    SpinSeedRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A seed and its hash. */
    record Seed(String text, String hash) {}

    /** Sees to it that a week has a seed; false where it has one already. */
    boolean make(Week week) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String seed = HexFormat.of().formatHex(bytes);
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "INSERT INTO spin_seeds (week, seed, seed_hash) VALUES (:week, :seed, :hash) ON CONFLICT DO NOTHING")
                        .bind("week", week.toString())
                        .bind("seed", seed)
                        .bind("hash", Draw.hash(seed))
                        .execute())
                == 1;
    }

    /** A week's seed; the first caller creates it. */
    Seed of(Week week) {
        return jdbi.withHandle(handle -> read(handle, week));
    }

    private static Seed read(Handle handle, Week week) {
        return handle.createQuery("SELECT seed, seed_hash FROM spin_seeds WHERE week = :week")
                .bind("week", week.toString())
                .map((rs, ctx) -> new Seed(rs.getString("seed"), rs.getString("seed_hash")))
                .one();
    }
}
