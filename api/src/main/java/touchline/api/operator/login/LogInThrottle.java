package touchline.api.operator.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.Caller;
import touchline.api.secret.Sha256;

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

    private final LogInFailureRepository failures;
    private final Clock clock;

    /** A throttle whose time is that of the clock. */
    public LogInThrottle(Jdbi jdbi, Clock clock) {
        this.failures = new LogInFailureRepository(jdbi);
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
            return Sha256.hex(name() + "\n" + what);
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
        return failures.lockedUntil(
                        Kind.NAME_FROM_ADDRESS.subject(name, where),
                        Kind.ADDRESS.subject(name, where),
                        Kind.NAME.subject(name, where),
                        now,
                        now.minus(KNOWN_FOR))
                .map(until -> Duration.between(now, until));
    }

    /** Counts an attempt. If the name or address is locked, counts nothing and returns how long to wait. */
    public Optional<Duration> charge(String name, String address) {
        String where = Caller.network(address);
        Instant now = clock.instant();
        boolean counted = failures.inTransaction(handle -> {
            boolean known = false;
            for (Kind kind : Kind.values()) {
                if (kind == Kind.NAME && known) {
                    continue;
                }
                LogInFailureRepository.Count count = count(handle, kind, kind.subject(name, where), now);
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
        Instant now = clock.instant();
        failures.useTransaction(handle -> {
            LogInFailureRepository.reset(handle, Kind.NAME_FROM_ADDRESS.subject(name, where), now);
            LogInFailureRepository.revert(handle, Kind.ADDRESS.subject(name, where), now);
            LogInFailureRepository.revert(handle, Kind.NAME.subject(name, where), now);
        });
    }

    /** Reverts the count of an attempt that was not checked, or that is no log-in. */
    public void notTried(String name, String address) {
        String where = Caller.network(address);
        Instant now = clock.instant();
        failures.useTransaction(handle -> {
            for (Kind kind : Kind.values()) {
                LogInFailureRepository.revert(handle, kind.subject(name, where), now);
            }
        });
    }

    /** Deletes expired counters; returns the number of rows. */
    public int deleteExpired() {
        Instant now = clock.instant();
        return failures.deleteExpired(now, now.minus(KEEP), now.minus(KNOWN_FOR));
    }

    /** Counts one failure; null if the subject is locked. The row stays locked until the transaction ends. */
    private static LogInFailureRepository.@Nullable Count count(Handle handle, Kind kind, String subject, Instant now) {
        LogInFailureRepository.Count count =
                LogInFailureRepository.count(handle, kind.name(), subject, now, now.minus(FORGET));
        if (count != null && count.failures() >= kind.free) {
            LogInFailureRepository.lock(handle, subject, now.plus(kind.lock(count.failures())));
        }
        return count;
    }
}
