package touchline.api.operator.login;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.PasswordHash;
import touchline.api.operator.totp.SecondFactor;

/**
 * Checks a name and a password. It hashes at most two passwords at a time, so that guessing leaves the processor to trades.
 * Thread-safe.
 */
public final class PasswordCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordCheck.class);
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final OperatorDirectory operators;
    private final LogInThrottle throttle;
    private final SecondFactor secondFactor;
    private final PasswordChange passwords;
    private final Semaphore hashing = new Semaphore(AT_ONCE);

    public PasswordCheck(
            OperatorDirectory operators, LogInThrottle throttle, SecondFactor secondFactor, PasswordChange passwords) {
        this.operators = operators;
        this.throttle = throttle;
        this.secondFactor = secondFactor;
        this.passwords = passwords;
    }

    /** Checks a password without a code, and counts the attempt. */
    public LogInResult attempt(String name, String password, Caller caller) {
        return attempt(name, password, null, caller);
    }

    /**
     * Checks a password and the code of the second factor, if the operator has one. A wrong code counts as a wrong password does.
     *
     * @param code null for none
     */
    public LogInResult attempt(String name, String password, @Nullable String code, Caller caller) {
        Optional<Duration> wait = throttle.charge(name, caller.address());
        if (wait.isPresent()) {
            return new LogInResult.Wait(wait.get());
        }
        if (!hasRoom()) {
            throttle.notTried(name, caller.address());
            return new LogInResult.Wait(Duration.ofSeconds(1));
        }
        Optional<OperatorEntry> entry;
        boolean right;
        try {
            entry = operators.find(name);
            // An unknown name takes as long as a wrong password, so that timing does not reveal names.
            PasswordHash decoy = operators.decoy();
            right = entry.map(OperatorEntry::password).orElse(decoy).matches(password, decoy)
                    && entry.filter(one -> !one.isOfProvider()).isPresent();
            if (right) {
                entry = entry.map(one -> passwords.strengthened(one, password));
            }
        } finally {
            hashing.release();
        }
        if (entry.isPresent() && right) {
            return withCode(entry.get(), code, caller);
        }
        // An unknown name is not logged: it may be a password typed into the wrong field.
        LOG.warn("log-in failed name={} address={}", entry.isPresent() ? name : "unknown", caller.address());
        return new LogInResult.Wrong();
    }

    /** Whether a password alone is not sufficient for an operator. */
    boolean needsCode(String name) {
        return secondFactor.isOn(name);
    }

    /** Only the whole log-in resets the counters: a known password must not allow any number of guesses at the code. */
    private LogInResult withCode(OperatorEntry entry, @Nullable String code, Caller caller) {
        boolean needsCode = needsCode(entry.name());
        if (needsCode) {
            if (code == null) {
                throttle.notTried(entry.name(), caller.address());
                return new LogInResult.CodeRequired();
            }
            if (!secondFactor.accept(entry.name(), code)) {
                LOG.warn("log-in failed name={} address={} code=wrong", entry.name(), caller.address());
                return new LogInResult.CodeWrong();
            }
        }
        throttle.succeeded(entry.name(), caller.address());
        return new LogInResult.In(entry, needsCode);
    }

    private boolean hasRoom() {
        try {
            return hashing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
