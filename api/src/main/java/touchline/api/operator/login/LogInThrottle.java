package touchline.api.operator.login;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.Caller;
import touchline.api.operator.account.Sha256;

/**
 * Slows down password guessing on all nodes together, by counters in Postgres.
 *
 * <p>It counts failures per name and address, per address, and per name. The first two lock for up to 15 minutes. The third
 * is for guessers with many addresses; as it would also let them keep the owner of the name out, it locks for half a minute at most, and not at all for an
 * address from which the name got in within thirty days.
 *
 * <p>An attempt is counted before the password is looked at and given back if it was right: many attempts at once can't slip through together. Thread-safe.
 */
public final class LogInThrottle {
    private static final Duration FIRST_LOCK = Duration.ofSeconds(2);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final Duration KEEP = Duration.ofDays(1);
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final Clock clock;

    /** A throttle whose time is that of the clock. */
    public LogInThrottle(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** The kinds of counters, their free failures and longest locks, in the order in which rows are locked. */
    private enum Kind {
        NAME_FROM_ADDRESS(5, Duration.ofMinutes(15)),
        ADDRESS(20, Duration.ofMinutes(15)),
        NAME(50, Duration.ofSeconds(30));

        private final int free;
        private final Duration longest;

        Kind(int free, Duration longest) {
            this.free = free;
            this.longest = longest;
        }

        String subject(String name, String address) {
            String what = switch (this) {
                case NAME_FROM_ADDRESS -> name + "\n" + address;
                case ADDRESS -> address;
                case NAME -> name;
            };
            return Sha256.hex((name() + "\n" + what).getBytes(StandardCharsets.UTF_8));
        }

        /** Two seconds after the last free failure, doubled at each further one. */
        Duration lock(int failures) {
            if (failures < free) {
                return Duration.ZERO;
            }
            Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(failures - free, 20));
            return lock.compareTo(longest) < 0 ? lock : longest;
        }
    }

    /** How long a name has to wait at an address; empty if it is not locked. Counts nothing. */
    Optional<Duration> wait(String name, String address) {
        String where = Caller.network(address);
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT max(f.locked_until)
                        FROM operator_log_in_failures f
                        WHERE f.locked_until > :now
                          AND (f.subject IN (:pair, :address)
                               OR f.subject = :name
                                  AND NOT EXISTS (SELECT 1 FROM operator_log_in_failures k
                                                  WHERE k.subject = :pair AND k.succeeded_at > :known))
                        """)
                .bind("now", at(now))
                .bind("known", at(now.minus(KNOWN_FOR)))
                .bind("pair", Kind.NAME_FROM_ADDRESS.subject(name, where))
                .bind("address", Kind.ADDRESS.subject(name, where))
                .bind("name", Kind.NAME.subject(name, where))
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(until -> Duration.between(now, until.toInstant())));
    }

    /** Counts an attempt. If the name or address is locked, counts nothing and returns how long to wait. */
    Optional<Duration> charge(String name, String address) {
        String where = Caller.network(address);
        Instant now = clock.instant();
        boolean counted = jdbi.inTransaction(handle -> {
            boolean known = false;
            for (Kind kind : Kind.values()) {
                if (kind == Kind.NAME && known) {
                    continue;
                }
                Count count = count(handle, kind, kind.subject(name, where), now);
                if (count == null) {
                    handle.rollback();
                    return false;
                }
                known |= count.succeededAt() != null && count.succeededAt().isAfter(now.minus(KNOWN_FOR));
            }
            return true;
        });
        return counted ? Optional.empty() : Optional.of(wait(name, address).orElse(FIRST_LOCK));
    }

    /** Reverts the count of an attempt and records the address as known for this name. */
    void succeeded(String name, String address) {
        String where = Caller.network(address);
        OffsetDateTime now = at(clock.instant());
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE operator_log_in_failures SET failures = 0, locked_until = :now, succeeded_at = :now
                            WHERE subject = :subject
                            """)
                    .bind("now", now)
                    .bind("subject", Kind.NAME_FROM_ADDRESS.subject(name, where))
                    .execute();
            giveBack(handle, now, Kind.ADDRESS.subject(name, where));
            giveBack(handle, now, Kind.NAME.subject(name, where));
        });
    }

    /** Reverts the count of an attempt that was not checked. */
    void notTried(String name, String address) {
        String where = Caller.network(address);
        OffsetDateTime now = at(clock.instant());
        jdbi.useTransaction(handle -> {
            for (Kind kind : Kind.values()) {
                giveBack(handle, now, kind.subject(name, where));
            }
        });
    }

    /** Deletes expired counters; returns the number of rows. */
    public int deleteExpired() {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        DELETE FROM operator_log_in_failures
                        WHERE last_attempt_at < :old AND locked_until < :now AND (succeeded_at IS NULL OR succeeded_at < :known)
                        """)
                .bind("now", at(now))
                .bind("old", at(now.minus(KEEP)))
                .bind("known", at(now.minus(KNOWN_FOR)))
                .execute());
    }

    private record Count(int failures, @Nullable Instant succeededAt) {}

    /** Counts one failure; null if the subject is locked. The row stays locked until the transaction ends. */
    private static @Nullable Count count(Handle handle, Kind kind, String subject, Instant now) {
        Count count = handle.createQuery("""
                        INSERT INTO operator_log_in_failures AS f (subject, kind, failures, last_attempt_at, locked_until)
                        VALUES (:subject, :kind, 1, :now, :now)
                        ON CONFLICT (subject) DO UPDATE
                        SET failures = CASE WHEN f.last_attempt_at < :forget THEN 1 ELSE f.failures + 1 END, last_attempt_at = :now
                        WHERE f.locked_until <= :now
                        RETURNING failures, succeeded_at
                        """)
                .bind("subject", subject)
                .bind("kind", kind.name())
                .bind("now", at(now))
                .bind("forget", at(now.minus(FORGET)))
                .map((row, context) -> {
                    OffsetDateTime succeeded = row.getObject("succeeded_at", OffsetDateTime.class);
                    return new Count(row.getInt("failures"), succeeded == null ? null : succeeded.toInstant());
                })
                .findOne()
                .orElse(null);
        if (count != null && count.failures() >= kind.free) {
            handle.createUpdate("UPDATE operator_log_in_failures SET locked_until = :until WHERE subject = :subject")
                    .bind("until", at(now.plus(kind.lock(count.failures()))))
                    .bind("subject", subject)
                    .execute();
        }
        return count;
    }

    /** An attempt is made only without a lock, so the current lock is of this attempt. */
    private static void giveBack(Handle handle, OffsetDateTime now, String subject) {
        handle.createUpdate("""
                        UPDATE operator_log_in_failures SET failures = greatest(failures - 1, 0), locked_until = :now
                        WHERE subject = :subject
                        """).bind("now", now).bind("subject", subject).execute();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
