package touchline.scheduler.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.text.HumanFormat;
import touchline.scheduler.trigger.StoredTriggers;
import touchline.scheduler.watch.WatchdogRules;

/**
 * Finds and repairs stuck triggers. Every node looks and remembers its own sightings, so that no node is special. One node at a time repairs, under
 * the lock that every change of triggers takes, and only triggers that are unchanged since they were seen. Thread-safe.
 */
final class StuckTriggers {
    private static final Logger LOG = LoggerFactory.getLogger(StuckTriggers.class);

    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final StoredTriggers triggers;
    private final TriggerRepair repair;
    private final Actor self;
    private final WatchdogRules rules;
    private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();

    StuckTriggers(
            Jdbi jdbi,
            JobCatalogue catalogue,
            StoredTriggers triggers,
            TriggerRepair repair,
            Actor self,
            WatchdogRules rules) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.triggers = triggers;
        this.repair = repair;
        this.self = self;
        this.rules = rules;
    }

    /** The first sighting of a trigger, timed by the monotonic clock. */
    private static final class Sighting {
        private final StuckTrigger first;
        private final long nanos = System.nanoTime();
        private volatile boolean reported;
        private volatile long judged;

        private Sighting(StuckTrigger first) {
            this.first = first;
        }

        /** A trigger that could not be repaired is judged again at intervals, not at every look. */
        private boolean isToBeJudged(Duration apart) {
            return !reported || System.nanoTime() - judged > apart.toNanos();
        }

        private Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }
    }

    /** Looks once, and repairs triggers that have been seen long enough. */
    void look() {
        List<StuckTrigger> stuckNow =
                jdbi.withHandle(handle -> StuckTriggerRepository.all(handle, rules.firstSighting(), rules));
        Set<String> seen = new HashSet<>();
        for (StuckTrigger trigger : stuckNow) {
            seen.add(trigger.trigger());
            Sighting sighting = sightings.compute(
                    trigger.trigger(),
                    (name, known) -> known != null && trigger.isAsWas(known.first) ? known : new Sighting(trigger));
            if (sighting.age().compareTo(rules.apart()) >= 0
                    && trigger.overdue().compareTo(rules.overdue()) > 0
                    && sighting.isToBeJudged(rules.apart())) {
                sighting.judged = System.nanoTime();
                judge(trigger, sighting);
            }
        }
        sightings.keySet().retainAll(seen);
    }

    private void judge(StuckTrigger trigger, Sighting sighting) {
        RepairDecision decision = RepairDecision.of(trigger, catalogue, triggers, false);
        RepairRepository.Past past = jdbi.withHandle(handle -> repair.past(handle, trigger));
        if (past.isRecent()) {
            return;
        }
        if (decision.remedy() == RepairDecision.Remedy.NOTHING || past.repairs() >= rules.mostRepairs()) {
            if (!sighting.reported) {
                sighting.reported = true;
                LOG.atLevel(trigger.kind() == StuckTriggerReport.Kind.NOBODYS ? Level.WARN : Level.ERROR)
                        .log(
                                "a trigger is stuck: trigger={} job={} state={} overdue={}; what is done: {}",
                                trigger.trigger(),
                                trigger.job(),
                                trigger.state(),
                                HumanFormat.span(trigger.overdue()),
                                words(decision, past));
            }
            return;
        }
        String why = "stuck in " + trigger.state() + " (" + trigger.kind() + "), overdue by "
                + HumanFormat.span(trigger.overdue()) + ": " + decision.words();
        Optional<Map<String, Object>> done =
                repair.carryOut(trigger, decision, rules.overdue(), new TriggerRepair.RepairRequest(self, why));
        if (done.isPresent()) {
            LOG.warn(
                    "a stuck trigger is repaired: trigger={} job={}: it was {}", trigger.trigger(), trigger.job(), why);
        }
    }

    /** Returns all stuck triggers, even those seen for the first time. */
    List<StuckTriggerReport> all() {
        return all(jdbi);
    }

    /** The same over other connections. Only a trigger in ERROR is read by Quartz too. */
    List<StuckTriggerReport> all(Jdbi own) {
        return own.withHandle(handle -> {
            List<StuckTriggerReport> all = new ArrayList<>();
            for (StuckTrigger trigger : StuckTriggerRepository.all(handle, Duration.ofSeconds(1), rules)) {
                all.add(describe(handle, trigger));
            }
            return all;
        });
    }

    /** Repairs a trigger for an operator, regardless of how long it is overdue and how often it was repaired. */
    CommandResult<StuckTriggerReport> repairNow(String group, String name, Actor actor, String reason) {
        Optional<StuckTrigger> found =
                jdbi.withHandle(handle -> StuckTriggerRepository.one(handle, Duration.ZERO, rules, group, name));
        if (found.isEmpty()) {
            return jdbi.withHandle(handle -> StuckTriggerRepository.exists(handle, group, name))
                    ? new CommandResult.Refused<>("it is not stuck")
                    : new CommandResult.NotFound<>();
        }
        StuckTrigger trigger = found.get();
        RepairDecision decision = RepairDecision.of(trigger, catalogue, triggers, true);
        if (decision.remedy() == RepairDecision.Remedy.NOTHING) {
            return new CommandResult.Refused<>(decision.words());
        }
        StuckTriggerReport before = jdbi.withHandle(handle -> describe(handle, trigger));
        return repair.carryOut(trigger, decision, Duration.ZERO, new TriggerRepair.RepairRequest(actor, reason))
                .<CommandResult<StuckTriggerReport>>map(after -> new CommandResult.Done<>(before))
                .orElseGet(
                        () -> new CommandResult.Refused<>("it is not stuck any more, or another node is repairing it"));
    }

    private StuckTriggerReport describe(Handle handle, StuckTrigger trigger) {
        RepairDecision decision = RepairDecision.of(trigger, catalogue, triggers, false);
        RepairRepository.Past past = repair.past(handle, trigger);
        Sighting sighting = sightings.get(trigger.trigger());
        boolean left = decision.remedy() == RepairDecision.Remedy.NOTHING || past.repairs() >= rules.mostRepairs();
        Duration seenFor = sighting != null && trigger.isAsWas(sighting.first) ? sighting.age() : null;
        Instant now = trigger.due().plus(trigger.overdue());
        return new StuckTriggerReport(
                trigger.kind(),
                trigger.group(),
                trigger.name(),
                trigger.job(),
                trigger.state(),
                trigger.due(),
                trigger.overdue(),
                seenFor == null ? null : now.minus(seenFor),
                words(decision, past),
                left ? null : at(trigger, now, seenFor),
                StuckTriggerRepository.rows(handle, trigger));
    }

    /** When its repair is due, by the database's clock. */
    private Instant at(StuckTrigger trigger, Instant now, @Nullable Duration seenFor) {
        Instant late = trigger.due().plus(rules.overdue());
        Instant seen = now.plus(rules.apart()).minus(seenFor == null ? Duration.ZERO : seenFor);
        return late.isAfter(seen) ? late : seen;
    }

    private String words(RepairDecision decision, RepairRepository.Past past) {
        return decision.remedy() != RepairDecision.Remedy.NOTHING && past.repairs() >= rules.mostRepairs()
                ? "nothing more: it has been repaired " + HumanFormat.count(past.repairs(), "time", "times")
                        + " within an hour and got stuck again"
                : decision.words();
    }
}
