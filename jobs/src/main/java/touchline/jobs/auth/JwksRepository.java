package touchline.jobs.auth;

import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.FencingToken;

/** The key set that every node uses, in {@code jwks_cache}. Thread-safe. */
final class JwksRepository {
    private final Jdbi jdbi;
    private final String issuer;

    JwksRepository(Jdbi jdbi, String issuer) {
        this.jdbi = jdbi;
        this.issuer = issuer;
    }

    /** Keys and the time of their fetch. */
    record Cached(KeySet keys, Instant fetchedAt) {}

    /** Returns the stored keys; empty if there are none, or if they are unusable. */
    Optional<Cached> load() {
        record Row(String keys, Timestamp fetchedAt) {}
        Optional<Row> row = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT keys::text AS keys, fetched_at FROM jwks_cache WHERE issuer = :issuer")
                .bind("issuer", issuer)
                .map((rs, ctx) -> new Row(rs.getString("keys"), rs.getTimestamp("fetched_at")))
                .findOne());
        return row.flatMap(found -> {
            try {
                return Optional.of(
                        new Cached(KeySet.parse(found.keys()), found.fetchedAt().toInstant()));
            } catch (ParseException notOurs) {
                return Optional.empty();
            }
        });
    }

    /** Replaces the stored keys, unless a later run has begun, whose keys may be newer. */
    void store(KeySet keys, FencingToken fence) {
        jdbi.useTransaction(handle -> {
            fence.guard(handle);
            handle.createUpdate("""
                            INSERT INTO jwks_cache (issuer, keys, fetched_at) VALUES (:issuer, :keys::jsonb, now())
                            ON CONFLICT (issuer) DO UPDATE SET keys = excluded.keys, fetched_at = excluded.fetched_at
                            """)
                    .bind("issuer", issuer)
                    .bind("keys", keys.json())
                    .execute();
        });
    }
}
