package touchline.market.lease;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Fencing tokens from Postgres, so that they go on growing when Redis is lost. Thread-safe. */
final class FencingTokenRepository {
    /** Held while the sequence is raised; shared while a token is taken, so that none is taken between the reading and the setting. */
    private static final String KEY = "hashtext('fencing_tokens')";

    private final Jdbi jdbi;

    FencingTokenRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A token higher than all before it. */
    long next() {
        return jdbi.inTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock_shared(" + KEY + ")");
            return take(handle);
        });
    }

    /**
     * A token higher than a fence. A Postgres that has lost its last moments in a fail-over would give a token twice, and the fence could not distinguish the
     * two holders.
     */
    long above(long fence) {
        return jdbi.inTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(" + KEY + ")");
            long next = take(handle);
            if (next > fence) {
                return next;
            }
            return handle.createQuery("SELECT setval('fencing_tokens', :fence + 1)")
                    .bind("fence", fence)
                    .mapTo(Long.class)
                    .one();
        });
    }

    private static long take(Handle handle) {
        return handle.createQuery("SELECT nextval('fencing_tokens')")
                .mapTo(Long.class)
                .one();
    }
}
