package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.SimpleTriggerImpl;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.quartz.JobDetails;
import touchline.scheduler.run.HeadStart;
import touchline.scheduler.trigger.TriggerData;

/**
 * Fires due one-shots of jobs that are not exclusive as it acquires them: one transaction instead of two, and other nodes do the same at the same time.
 * The lock on triggers is shared, so everything that takes it alone still sees all triggers at rest. Its methods belong to the scheduler's thread,
 * except {@link #unstarted} and {@link #takenBack}.
 */
final class OneShotStep {
    /** For so long one-shots alone may keep the scheduler from all other triggers. */
    private static final Duration LONGEST_TURN = Duration.ofMillis(250);

    /** Quartz ends its sleep so long before the time of a trigger. */
    private static final long QUARTZ_EARLY_MILLIS = 2;

    private static final long MOST_APART_MILLIS = 10;

    private static final TriggerKey ALARM = TriggerKey.triggerKey("alarm", "touchline/one-shots");

    private final JobDetails jobs;
    private final FireStep fire;
    private final String node;
    private final Map<String, TriggerFiredBundle> unstarted = new ConcurrentHashMap<>();
    private boolean isFirst = true;
    private long turnBegan;
    private boolean moreAreDue;
    private boolean hasMissed;

    OneShotStep(JobDetails jobs, FireStep fire, String node) {
        this.jobs = jobs;
        this.fire = fire;
        this.node = node;
    }

    /** Whether one-shots come before other triggers. They do until a turn of theirs has lasted for 250 ms. */
    boolean isTheirTurn() {
        return isFirst || System.nanoTime() - turnBegan < LONGEST_TURN.toNanos();
    }

    /** Ends the turn of one-shots. */
    void othersTurn() {
        isFirst = true;
    }

    /** The other triggers come next, because the store may hold a one-shot that only they can handle. */
    void failed() {
        isFirst = false;
        turnBegan = System.nanoTime() - LONGEST_TURN.toNanos();
    }

    /** Whether one-shots are due as far as is known without a look: the last batch was full. Asked once for each batch. */
    boolean areMoreDue() {
        boolean more = moreAreDue;
        moreAreDue = false;
        return more;
    }

    /** Returns the next trigger that is due in the window; null if there is none. */
    OneShotRepository.@Nullable Next next(Connection connection, AcquisitionRepository.Window window)
            throws SQLException {
        return OneShotRepository.next(connection, window, jobs.shared(), jobs.running());
    }

    /** The latest time of one-shots that may be fired, in ms since the epoch. */
    static long horizon() {
        return System.currentTimeMillis() + HeadStart.LENGTH.toMillis();
    }

    /**
     * Returns a trigger that only makes the scheduler sleep until a one-shot may be fired. Nodes wake up one after another, so that most of them find it fired.
     *
     * @param due the time of the one-shot, in ms since the epoch
     */
    OperableTrigger alarm(long due) {
        othersTurn();
        hasMissed = false;
        return alarmAt(
                due - HeadStart.LENGTH.toMillis() + ThreadLocalRandom.current().nextLong(MOST_APART_MILLIS));
    }

    /**
     * Due one-shots could not be fired. Another node may be firing them; if they are still there after a moment, it is the turn of the other triggers, as
     * the store may hold a one-shot that only they can handle.
     */
    List<OperableTrigger> missed() {
        if (hasMissed) {
            hasMissed = false;
            othersTurn();
            return List.of();
        }
        hasMissed = true;
        return List.of(alarmAt(horizon()));
    }

    private static OperableTrigger alarmAt(long millis) {
        SimpleTriggerImpl alarm = new SimpleTriggerImpl();
        alarm.setKey(ALARM);
        alarm.setFireInstanceId(ALARM.toString());
        alarm.setNextFireTime(Date.from(Instant.ofEpochMilli(millis + QUARTZ_EARLY_MILLIS)));
        return alarm;
    }

    static boolean isAlarm(OperableTrigger trigger) {
        return trigger.getKey().equals(ALARM);
    }

    /** Fires due one-shots. Those that can't be read, or have a row in the history already, are left to the acquisition, which sets them to ERROR. */
    FireStep.Batch fire(Connection connection, int most, Supplier<String> fireIds) throws SQLException {
        List<JobKey> shared = jobs.shared();
        if (shared.isEmpty()) {
            return FireStep.Batch.NOTHING;
        }
        TriggerLockRepository.share(connection);
        Map<OperableTrigger, OneShotRepository.Due> due = new LinkedHashMap<>();
        for (OneShotRepository.Due one : OneShotRepository.lockDue(connection, shared, horizon(), most)) {
            OperableTrigger trigger = one.row().simple();
            if (trigger != null && isReadable(trigger)) {
                trigger.setFireInstanceId(fireIds.get());
                due.put(trigger, one);
            }
        }
        return due.isEmpty() ? FireStep.Batch.NOTHING : fire.fireOneShots(connection, due, node);
    }

    private static boolean isReadable(OperableTrigger trigger) {
        try {
            return TriggerData.of(trigger.getJobDataMap()).queued() == null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Keeps fired one-shots until Quartz asks for them; returns their triggers. */
    List<OperableTrigger> handOver(FireStep.Batch batch, int most) {
        moreAreDue = batch.fired().size() == most;
        if (isFirst) {
            isFirst = false;
            turnBegan = System.nanoTime();
        }
        List<OperableTrigger> triggers = new ArrayList<>();
        for (FireStep.Fired one : batch.fired()) {
            unstarted.put(one.trigger().getFireInstanceId(), Objects.requireNonNull(one.bundle()));
            OperableTrigger announced = (OperableTrigger) one.trigger().clone();
            // Quartz would wait for its time by a clock that may have been set back, and could release the trigger.
            announced.setNextFireTime(Date.from(Instant.EPOCH));
            triggers.add(announced);
        }
        return triggers;
    }

    /** Returns the results of triggers that are fired already; empty if these are not. */
    List<TriggerFiredResult> alreadyFired(List<OperableTrigger> triggers) {
        List<TriggerFiredResult> results = new ArrayList<>();
        for (OperableTrigger trigger : triggers) {
            TriggerFiredBundle bundle = unstarted.remove(trigger.getFireInstanceId());
            if (bundle != null) {
                results.add(new TriggerFiredResult(bundle));
            }
        }
        return results;
    }

    /** Returns the ids of fired one-shots that Quartz has not asked for. Any thread may ask. */
    List<String> unstarted() {
        return List.copyOf(unstarted.keySet());
    }

    /** Makes fired one-shots due again whose runs have not begun; returns true. */
    static boolean takeBack(Connection connection, List<String> fireIds) throws JobPersistenceException {
        try {
            OneShotRepository.takeBack(connection, fireIds);
            return true;
        } catch (SQLException e) {
            throw new JobPersistenceException("could not take back runs: " + e.getMessage(), e);
        }
    }

    /** Forgets fired one-shots that are due again. Any thread may do so. */
    void takenBack(List<String> fireIds) {
        unstarted.keySet().removeAll(Set.copyOf(fireIds));
    }
}
