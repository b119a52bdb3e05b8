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
 * Finds triggers that stand still for good, and sets them going. Every node looks, and keeps in mind what it has seen, so that it matters to nobody which of
 * them go; one at a time repairs, under the lock that every change to triggers takes, and only what is still as it was seen. Thread-safe.
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

    /** What was seen first, and when, by a clock that nobody sets. */
    private static final class Sighting {
        private final StuckTrigger first;
        private final long nanos = System.nanoTime();
        private volatile boolean told;
        private volatile long judged;

        private Sighting(StuckTrigger first) {
            this.first = first;
        }

        /** What could not be helped is looked into again now and then, not at every look. */
        private boolean isToBeJudged(Duration apart) {
            return !told || System.nanoTime() - judged > apart.toNanos();
        }

        private Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }
    }

    /** Looks once, and repairs what has been seen long enough. */
    void look() {
        List<StuckTrigger> suspects = jdbi.withHandle(handle -> StuckTrigger.all(handle, rules.firstSighting(), rules));
        Set<String> seen = new HashSet<>();
        for (StuckTrigger suspect : suspects) {
            seen.add(suspect.trigger());
            Sighting sighting = sightings.compute(
                    suspect.trigger(),
                    (trigger, known) -> known != null && suspect.isAsWas(known.first) ? known : new Sighting(suspect));
            if (sighting.age().compareTo(rules.apart()) >= 0
                    && suspect.overdue().compareTo(rules.overdue()) > 0
                    && sighting.isToBeJudged(rules.apart())) {
                sighting.judged = System.nanoTime();
                judge(suspect, sighting);
            }
        }
        sightings.keySet().retainAll(seen);
    }

    private void judge(StuckTrigger suspect, Sighting sighting) {
        RepairDecision verdict = RepairDecision.of(suspect, catalogue, triggers, false);
        TriggerRepair.Past past = repair.past(suspect);
        if (past.justNow()) {
            return;
        }
        if (verdict.remedy() == RepairDecision.Remedy.NOTHING || past.repairs() >= rules.mostRepairs()) {
            if (!sighting.told) {
                sighting.told = true;
                LOG.atLevel(suspect.kind() == StuckTriggerReport.Kind.NOBODYS ? Level.WARN : Level.ERROR)
                        .log(
                                "trigger {} of {} is stuck in {}, overdue by {}; done about it: {}",
                                suspect.trigger(),
                                suspect.job(),
                                suspect.state(),
                                HumanFormat.span(suspect.overdue()),
                                words(verdict, past));
            }
            return;
        }
        String why = "stuck in " + suspect.state() + " (" + suspect.kind() + "), overdue by "
                + HumanFormat.span(suspect.overdue()) + ": " + verdict.words();
        Optional<Map<String, Object>> done =
                repair.carryOut(suspect, verdict, rules.overdue(), new TriggerRepair.Warrant(self, why));
        if (done.isPresent()) {
            LOG.warn("trigger {} of {} was {}", suspect.trigger(), suspect.job(), why);
        }
    }

    /** What is suspicious just now, however short a time. */
    List<StuckTriggerReport> suspicious() {
        List<StuckTrigger> suspects = jdbi.withHandle(handle -> StuckTrigger.all(handle, Duration.ofSeconds(1), rules));
        List<StuckTriggerReport> all = new ArrayList<>();
        for (StuckTrigger suspect : suspects) {
            all.add(describe(suspect));
        }
        return all;
    }

    /** Repairs one for an operator, who needn't wait until it is overdue enough, nor for its repairs to be few. */
    CommandResult<StuckTriggerReport> repairNow(String group, String name, Actor actor, String reason) {
        Optional<StuckTrigger> found =
                jdbi.withHandle(handle -> StuckTrigger.one(handle, Duration.ZERO, rules, group, name));
        if (found.isEmpty()) {
            return exists(group, name)
                    ? new CommandResult.Refused<>("it is not stuck")
                    : new CommandResult.NotFound<>();
        }
        StuckTrigger suspect = found.get();
        RepairDecision verdict = RepairDecision.of(suspect, catalogue, triggers, true);
        if (verdict.remedy() == RepairDecision.Remedy.NOTHING) {
            return new CommandResult.Refused<>(verdict.words());
        }
        StuckTriggerReport before = describe(suspect);
        return repair.carryOut(suspect, verdict, Duration.ZERO, new TriggerRepair.Warrant(actor, reason))
                .<CommandResult<StuckTriggerReport>>map(after -> new CommandResult.Done<>(before))
                .orElseGet(() -> new CommandResult.Refused<>("it is not stuck any more, or being repaired just now"));
    }

    private StuckTriggerReport describe(StuckTrigger suspect) {
        RepairDecision verdict = RepairDecision.of(suspect, catalogue, triggers, false);
        TriggerRepair.Past past = repair.past(suspect);
        Sighting sighting = sightings.get(suspect.trigger());
        boolean left = verdict.remedy() == RepairDecision.Remedy.NOTHING || past.repairs() >= rules.mostRepairs();
        Duration seenFor = sighting != null && suspect.isAsWas(sighting.first) ? sighting.age() : null;
        Instant now = suspect.due().plus(suspect.overdue());
        return new StuckTriggerReport(
                suspect.kind(),
                suspect.group(),
                suspect.name(),
                suspect.job(),
                suspect.state(),
                suspect.due(),
                suspect.overdue(),
                seenFor == null ? null : now.minus(seenFor),
                words(verdict, past),
                left ? null : at(suspect, now, seenFor),
                jdbi.withHandle(suspect::rows));
    }

    /** When its repair is due, by the database's clock. */
    private Instant at(StuckTrigger suspect, Instant now, @Nullable Duration seenFor) {
        Instant late = suspect.due().plus(rules.overdue());
        Instant seen = now.plus(rules.apart()).minus(seenFor == null ? Duration.ZERO : seenFor);
        return late.isAfter(seen) ? late : seen;
    }

    private String words(RepairDecision verdict, TriggerRepair.Past past) {
        return verdict.remedy() != RepairDecision.Remedy.NOTHING && past.repairs() >= rules.mostRepairs()
                ? "nothing more: it has been repaired " + HumanFormat.count(past.repairs(), "time", "times")
                        + " within an hour and got stuck again"
                : verdict.words();
    }

    private boolean exists(String group, String name) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM qrtz_triggers
                                       WHERE sched_name = 'touchline' AND trigger_name = :name AND trigger_group = :group)
                        """)
                .bind("name", name)
                .bind("group", group)
                .mapTo(Boolean.class)
                .one());
    }
}
