package touchline.market.spinner;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.leaderboard.Week;
import touchline.market.wallet.UserId;

/** The weeks that are drawn, one row each. Thread-safe. */
final class SpinRepository {
    private final Jdbi jdbi;

    SpinRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Stores a draw; false if the week is drawn already. */
    boolean insert(Week week, @Nullable UserId winner, List<UserId> candidates, SpinSeedRepository.Seed seed) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                INSERT INTO weekly_spins (week, winner, candidates, seed, seed_hash, drawn_at)
                                VALUES (:week, :winner, string_to_array(:candidates, ','), :seed, :hash, now()) ON CONFLICT DO NOTHING
                                """)
                        .bind("week", week.toString())
                        .bind("winner", winner == null ? null : winner.value())
                        .bind("candidates", Draw.joined(candidates))
                        .bind("seed", seed.text())
                        .bind("hash", seed.hash())
                        .execute())
                == 1;
    }

    boolean isDrawn(Week week) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT EXISTS (SELECT FROM weekly_spins WHERE week = :week)")
                        .bind("week", week.toString())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** The drawn weeks from {@code first} on. */
    Set<String> drawnSince(Week first) {
        return jdbi.withHandle(
                handle -> new HashSet<>(handle.createQuery("SELECT week FROM weekly_spins WHERE week >= :first")
                        .bind("first", first.toString())
                        .mapTo(String.class)
                        .list()));
    }
}
