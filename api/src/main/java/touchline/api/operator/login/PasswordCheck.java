package touchline.api.operator.login;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;

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
    private final Semaphore hashing = new Semaphore(AT_ONCE);

    public PasswordCheck(OperatorDirectory operators, LogInThrottle throttle) {
        this.operators = operators;
        this.throttle = throttle;
    }

    /** Checks a password and counts the attempt. */
    public LogInResult attempt(String name, String password, Caller caller) {
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
            right = entry.map(OperatorEntry::password)
                    .orElseGet(operators::decoy)
                    .matches(password);
        } finally {
            hashing.release();
        }
        if (entry.isPresent() && right) {
            throttle.succeeded(name, caller.address());
            return new LogInResult.In(entry.get());
        }
        // An unknown name is not logged: it may be a password typed into the wrong field.
        LOG.warn("log-in failed name={} address={}", entry.isPresent() ? name : "unknown", caller.address());
        return new LogInResult.Wrong();
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
