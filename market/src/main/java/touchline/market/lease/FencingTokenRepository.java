package touchline.market.lease;

import org.jdbi.v3.core.Jdbi;

/** Fencing tokens from Postgres, so that they go on growing when Redis is lost. Thread-safe. */
final class FencingTokenRepository {
    private final Jdbi jdbi;

    FencingTokenRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A token higher than all before it. */
    long next() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT nextval('fencing_tokens')")
                .mapTo(Long.class)
                .one());
    }

    /**
     * A token higher than a fence. A Postgres that has lost its last moments in a fail-over would give a token twice, and the fence could not distinguish the
     * two holders.
     */
    long above(long fence) {
        return jdbi.inTransaction(handle -> {
            // In turn: two that raise the sequence at once would both get the number that they raise it to.
            handle.execute("SELECT pg_advisory_xact_lock(hashtext('fencing_tokens'))");
            return handle.createQuery(
                            "SELECT setval('fencing_tokens', greatest(nextval('fencing_tokens'), :fence + 1))")
                    .bind("fence", fence)
                    .mapTo(Long.class)
                    .one();
        });
    }
}
