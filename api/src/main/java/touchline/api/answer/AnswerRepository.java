package touchline.api.answer;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.market.wallet.UserId;

/** The rows of answers. Thread-safe. */
final class AnswerRepository {
    private final Jdbi jdbi;

    AnswerRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** An answer. Not a record, as records should not have arrays. */
    static final class StoredAnswer {
        private final String fingerprint;
        private final int status;
        private final byte[] sealed;

        /** @param sealed its body, encrypted: it may have a secret that is shown only once */
        StoredAnswer(String fingerprint, int status, byte[] sealed) {
            this.fingerprint = fingerprint;
            this.status = status;
            this.sealed = sealed.clone();
        }

        String fingerprint() {
            return fingerprint;
        }

        int status() {
            return status;
        }

        byte[] sealed() {
            return sealed.clone();
        }
    }

    /** Lets simultaneous requests under one key wait for the first of them, until the transaction ends. */
    void lock(Handle transaction, UserId user, String key) {
        transaction
                .createQuery(
                        "SELECT pg_advisory_xact_lock(hashtextextended('answers:' || :user || ':' || :key, 0))::text")
                .bind("user", user.value())
                .bind("key", key)
                .mapTo(String.class)
                .one();
    }

    /** An answer of the last 24 hours. */
    Optional<StoredAnswer> find(Handle transaction, UserId user, String key) {
        return transaction
                .createQuery("""
                        SELECT fingerprint, status, sealed_answer FROM client_answers
                        WHERE user_id = :user AND key = :key AND answered_at > now() - interval '24 hours'
                        """)
                .bind("user", user.value())
                .bind("key", key)
                .map((row, context) -> new StoredAnswer(
                        row.getString("fingerprint"), row.getInt("status"), row.getBytes("sealed_answer")))
                .findOne();
    }

    /** Stores an answer in place of an older one. */
    void store(Handle transaction, UserId user, String key, StoredAnswer answer) {
        transaction
                .createUpdate("""
                        INSERT INTO client_answers (user_id, key, fingerprint, status, sealed_answer)
                        VALUES (:user, :key, :fingerprint, :status, :sealed)
                        ON CONFLICT (user_id, key) DO UPDATE
                        SET fingerprint = excluded.fingerprint, status = excluded.status, sealed_answer = excluded.sealed_answer, answered_at = now()
                        """)
                .bind("user", user.value())
                .bind("key", key)
                .bind("fingerprint", answer.fingerprint())
                .bind("status", answer.status())
                .bind("sealed", answer.sealed())
                .execute();
    }

    int deleteOld() {
        return jdbi.withHandle(handle ->
                handle.execute("DELETE FROM client_answers WHERE answered_at <= now() - interval '24 hours'"));
    }
}
