package touchline.api.operator.login;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The counters of failed attempts, a row for each subject. Thread-safe. */
final class LogInFailureRepository {
    /** Longer than any lock, by more than clocks of nodes may differ. */
    private static final Duration LATEST = Duration.ofHours(1);

    private final Jdbi jdbi;

    LogInFailureRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Failures, and when an attempt last succeeded. */
    record Count(int failures, @Nullable Instant succeededAt) {}

    <T> T inTransaction(HandleCallback<T, RuntimeException> callback) {
        return jdbi.inTransaction(callback);
    }

    void useTransaction(HandleConsumer<RuntimeException> consumer) {
        jdbi.useTransaction(consumer);
    }

    /**
     * Until when one of three subjects is locked; empty if none is. The lock of the name doesn't count if the pair of name and address has succeeded since {@code known}. One that ends later
     * than {@link #LATEST} was made by a wrong clock or another program, and doesn't count either: the next failure makes another one.
     */
    Optional<Instant> lockedUntil(String pair, String address, String name, Instant now, Instant known) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT max(f.locked_until)
                        FROM operator_log_in_failures f
                        WHERE f.locked_until > :now AND f.locked_until <= :latest
                          AND (f.subject IN (:pair, :address)
                               OR f.subject = :name
                                  AND NOT EXISTS (SELECT 1 FROM operator_log_in_failures k
                                                  WHERE k.subject = :pair AND k.succeeded_at > :known))
                        """)
                .bind("now", at(now))
                .bind("latest", at(now.plus(LATEST)))
                .bind("known", at(known))
                .bind("pair", pair)
                .bind("address", address)
                .bind("name", name)
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant));
    }

    /** Counts a failure, from 1 if the last attempt was before {@code forget}; null if the subject is locked. */
    static @Nullable Count count(Handle handle, String kind, String subject, Instant now, Instant forget) {
        return handle.createQuery("""
                        INSERT INTO operator_log_in_failures AS f (subject, kind, failures, last_attempt_at, locked_until)
                        VALUES (:subject, :kind, 1, :now, :now)
                        ON CONFLICT (subject) DO UPDATE
                        SET failures = CASE WHEN f.last_attempt_at < :forget THEN 1 ELSE least(f.failures, 1000000) + 1 END, last_attempt_at = :now
                        WHERE f.locked_until <= :now OR f.locked_until > :latest
                        RETURNING failures, succeeded_at
                        """)
                .bind("subject", subject)
                .bind("kind", kind)
                .bind("now", at(now))
                .bind("latest", at(now.plus(LATEST)))
                .bind("forget", at(forget))
                .map((row, context) -> {
                    OffsetDateTime succeeded = row.getObject("succeeded_at", OffsetDateTime.class);
                    return new Count(row.getInt("failures"), succeeded == null ? null : succeeded.toInstant());
                })
                .findOne()
                .orElse(null);
    }

    static void lock(Handle handle, String subject, Instant until) {
        handle.createUpdate("UPDATE operator_log_in_failures SET locked_until = :until WHERE subject = :subject")
                .bind("until", at(until))
                .bind("subject", subject)
                .execute();
    }

    /** Deletes the failures of a subject that succeeds. */
    static void reset(Handle handle, String subject, Instant now) {
        handle.createUpdate("""
                        UPDATE operator_log_in_failures SET failures = 0, locked_until = :now, succeeded_at = :now
                        WHERE subject = :subject
                        """).bind("now", at(now)).bind("subject", subject).execute();
    }

    /** Reverts one failure. An attempt is made only without a lock, so the current lock is of this attempt. */
    static void revert(Handle handle, String subject, Instant now) {
        handle.createUpdate("""
                        UPDATE operator_log_in_failures SET failures = greatest(failures - 1, 0), locked_until = :now
                        WHERE subject = :subject
                        """).bind("now", at(now)).bind("subject", subject).execute();
    }

    /** Deletes the rows without an attempt since {@code old}, a lock, or a success since {@code known}; returns their number. */
    int deleteExpired(Instant now, Instant old, Instant known) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        DELETE FROM operator_log_in_failures
                        WHERE last_attempt_at < :old AND (locked_until < :now OR locked_until > :latest) AND (succeeded_at IS NULL OR succeeded_at < :known)
                        """)
                .bind("now", at(now))
                .bind("latest", at(now.plus(LATEST)))
                .bind("old", at(old))
                .bind("known", at(known))
                .execute());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
