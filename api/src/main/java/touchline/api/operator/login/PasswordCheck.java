package touchline.api.operator.login;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorList;

/**
 * Finds out whether a name and a password belong together. No more than two passwords are hashed at once, so that guessing doesn't eat the processor that
 * trades are made with. Thread-safe.
 */
public final class PasswordCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordCheck.class);
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final OperatorList operators;
    private final LogInThrottle throttle;
    private final Semaphore hashing = new Semaphore(AT_ONCE);

    public PasswordCheck(OperatorList operators, LogInThrottle throttle) {
        this.operators = operators;
        this.throttle = throttle;
    }

    /** Tries a password, and counts it. */
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
            // Nobody's name costs as much as a wrong password, or it would tell which names there are.
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
        // A name that nobody has is not logged: it may be a password, typed into the wrong field.
        LOG.warn("a log-in failed for {} from {}", entry.isPresent() ? name : "a name unknown", caller.address());
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
