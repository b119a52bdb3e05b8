package touchline.scheduler.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.schedule.ScheduleWords;
import touchline.scheduler.text.HumanFormat;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.StoredCalendar;

/** Reasons that follow from the states of the job's triggers. */
final class TriggerReasons {

    /** The watchdog repairs triggers that are overdue by this much and were seen stuck twice, {@link #SIGHTINGS} apart. */
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    private static final Duration SIGHTINGS = Duration.ofSeconds(30);

    private static final int MADE_UP_FOR = -1;

    private final JobFacts facts;
    private final LiveNodes nodes;
    private final HeldTimes holds;
    private final Map<Situation, List<Reason>> found = new EnumMap<>(Situation.class);

    TriggerReasons(JobFacts facts) {
        this.facts = facts;
        this.nodes = new LiveNodes(facts);
        this.holds = HeldTimes.of(facts);
    }

    /** Returns one reason per situation. */
    List<Reason> findings() {
        facts.triggers().forEach(this::trigger);
        new StoreReasons(facts, nodes).findings().forEach(this::add);
        List<Reason> findings = new ArrayList<>();
        found.forEach((situation, alike) -> {
            Reason first = alike.get(0);
            findings.add(
                    alike.size() == 1
                            ? first
                            : new Reason(
                                    situation,
                                    first.words() + "; so is it with " + (alike.size() - 1) + " more of its triggers",
                                    alike.stream().anyMatch(Reason::holdsUp),
                                    first.action()));
        });
        return findings;
    }

    private void add(Reason finding) {
        found.computeIfAbsent(finding.situation(), situation -> new ArrayList<>())
                .add(finding);
    }

    private void trigger(JobFacts.Trigger trigger) {
        switch (trigger.state()) {
            case "WAITING" -> waiting(trigger);
            case "ACQUIRED" -> acquired(trigger);
            case "BLOCKED" -> blocked(trigger);
            case "PAUSED", "PAUSED_BLOCKED" -> paused(trigger);
            case "ERROR" ->
                add(Reason.holding(
                        Situation.TRIGGER_ERROR,
                        called(trigger) + " is set aside as an error, as a node could not read it; " + repair(trigger),
                        SuggestedAction.REPAIR_THE_TRIGGER));
            case "COMPLETE" -> {
                if (facts.isOfSchedule(trigger)) {
                    add(StoreReasons.ended(facts));
                }
            }
            default ->
                add(Reason.holding(
                        Situation.ODD_STATE,
                        called(trigger) + " is in the state " + trigger.state() + ", from which nothing fires",
                        SuggestedAction.REPAIR_THE_TRIGGER));
        }
        calendar(trigger);
    }

    private void waiting(JobFacts.Trigger trigger) {
        Instant next = trigger.next();
        if (next == null) {
            if (facts.isOfSchedule(trigger)) {
                add(StoreReasons.ended(facts));
            }
        } else if (next.isAfter(facts.now())) {
            notDue(trigger, next);
        } else if (!facts.pauses().isEmpty() && facts.isOfSchedule(trigger)) {
            notDue(trigger, next); // missed within the pause
        } else if (isLetGo(trigger, facts.now())) {
            add(Reason.holding(
                    Situation.AWAITING_MISFIRE_SWEEP,
                    called(trigger) + " missed its time at " + facts.when(next)
                            + ", and times that were missed are let go: the misfire sweep moves it to the next one within "
                            + HumanFormat.span(Misfire.THRESHOLD),
                    SuggestedAction.NOTHING_TO_DO));
        }
    }

    /** Whether the trigger is too late to fire. */
    static boolean isLetGo(JobFacts.Trigger trigger, Instant now) {
        Instant next = trigger.next();
        return trigger.misfire() != MADE_UP_FOR && next != null && next.isBefore(now.minus(Misfire.THRESHOLD));
    }

    private void notDue(JobFacts.Trigger trigger, Instant next) {
        if (facts.isOfSchedule(trigger)) {
            add(Reason.harmless(
                    Situation.NOT_DUE,
                    first(trigger, next) + "; its schedule is: " + ScheduleWords.of(facts.schedule(), facts.now())));
        }
    }

    /** Describes the first run, which is not at the next time while something holds that back. */
    private String first(JobFacts.Trigger trigger, Instant next) {
        if (holds.at(next).isEmpty()) {
            return "Not due yet: it runs next at " + facts.when(next);
        }
        Instant first = holds.firstRun(next, times(trigger, next));
        if (first == null) {
            return "Its next time, " + facts.when(next) + ", is held back";
        }
        return "Its times before " + HumanFormat.at(holds.end().orElse(first), facts.now(), facts.zone())
                + " are held back: it runs next at " + facts.when(first)
                + (holds.end().filter(first::equals).isPresent() && next.isBefore(first)
                        ? ", once for all of them"
                        : "");
    }

    /** An interval counts from the trigger's next time. */
    private FireTimes times(JobFacts.Trigger trigger, Instant next) {
        Long interval = trigger.interval();
        return interval == null
                ? FireTimes.of(facts.schedule(), facts.now())
                : FireTimes.every(next, Duration.ofMillis(interval));
    }

    private void acquired(JobFacts.Trigger trigger) {
        Optional<JobFacts.Firing> firing = facts.firings().stream()
                .filter(one -> !one.executing()
                        && one.triggerName().equals(trigger.name())
                        && one.triggerGroup().equals(trigger.group()))
                .findFirst();
        if (firing.isEmpty()) {
            add(Reason.holding(
                    Situation.ACQUIRED_BY_NOBODY,
                    called(trigger) + " is marked as taken, and no node has it; " + repair(trigger),
                    SuggestedAction.REPAIR_THE_TRIGGER));
            return;
        }
        String node = firing.get().node();
        Optional<String> silence = nodes.silence(node);
        Instant next = trigger.next();
        if (silence.isPresent()) {
            add(Reason.holding(
                    Situation.ACQUIRED_BY_SILENT_NODE,
                    called(trigger) + " is taken by " + node + ", " + silence.get() + "; " + nodes.successor(),
                    nodes.here().isEmpty() ? SuggestedAction.START_A_NODE : SuggestedAction.NOTHING_TO_DO));
        } else if (next != null && next.isBefore(facts.now().minus(Misfire.THRESHOLD))) {
            add(Reason.holding(
                    Situation.OVERDUE,
                    called(trigger) + " was to fire at " + facts.when(next) + "; " + node
                            + " has taken it and not fired it",
                    SuggestedAction.LOOK_AT_THE_DATABASE));
        } else {
            add(Reason.harmless(
                    Situation.ABOUT_TO_FIRE,
                    node + " has taken it to fire it" + (next == null ? "" : " at " + facts.when(next))));
        }
    }

    private void blocked(JobFacts.Trigger trigger) {
        Optional<JobFacts.Firing> run =
                facts.firings().stream().filter(JobFacts.Firing::executing).findFirst();
        Instant next = trigger.next();
        if (run.isEmpty()) {
            add(Reason.holding(
                    Situation.BLOCKED_WITHOUT_RUN,
                    called(trigger) + " is blocked, as if a run went on, and none does; " + repair(trigger),
                    SuggestedAction.REPAIR_THE_TRIGGER));
        } else if (facts.isDue(trigger)) {
            add(Reason.holding(
                    Situation.BLOCKED_BY_RUN,
                    "One run at a time: " + RunReasons.called(run.get()) + " holds it up since "
                            + facts.when(run.get().firedAt())
                            + nodes.silence(run.get().node())
                                    .map(silence -> "; it is on " + run.get().node() + ", " + silence + ", and "
                                            + nodes.successor())
                                    .orElse(""),
                    SuggestedAction.INTERRUPT_THE_RUN));
        } else if (next != null) {
            notDue(trigger, next);
        }
    }

    private void paused(JobFacts.Trigger trigger) {
        if (trigger.group().equals(QuartzNames.RECOVERING)) {
            add(StoreReasons.recovery(true));
        } else {
            add(Reason.holding(
                    Situation.QUARTZ_PAUSED,
                    called(trigger) + " is paused in Quartz' own table, which none of our commands does",
                    SuggestedAction.REPAIR_THE_STORE));
        }
    }

    private void calendar(JobFacts.Trigger trigger) {
        if (trigger.calendarName() == null) {
            return;
        }
        StoredCalendar calendar = trigger.calendar();
        Instant next = trigger.next();
        if (calendar == null) {
            add(Reason.holding(
                    Situation.CALENDAR_MISSING,
                    called(trigger) + " goes by the calendar " + trigger.calendarName()
                            + ", which is not in the store or can't be read; without it, it never fires",
                    SuggestedAction.REPAIR_THE_STORE));
        } else if (next != null) {
            Instant without = withoutCalendar(trigger, next);
            if (without != null && without.isBefore(next) && !calendar.includes(without)) {
                add(Reason.holding(
                        Situation.CALENDAR_EXCLUDES,
                        "The calendar " + trigger.calendarName() + " excludes its times from "
                                + facts.when(without) + " on; the first that it includes is "
                                + facts.when(next),
                        SuggestedAction.TRIGGER));
            }
        }
    }

    /** Returns the next time without the calendar. */
    private @Nullable Instant withoutCalendar(JobFacts.Trigger trigger, Instant next) {
        Long interval = trigger.interval();
        if (interval == null) {
            return facts.isOfSchedule(trigger)
                    ? FireTimes.of(facts.schedule(), facts.now()).after(facts.now())
                    : null;
        }
        return FireTimes.onGrid(facts.now(), next, Duration.ofMillis(interval));
    }

    /** Describes what the watchdog does. */
    private String repair(JobFacts.Trigger trigger) {
        Instant next = trigger.next();
        String rule = "the watchdog repairs what is overdue for " + HumanFormat.span(OVERDUE) + " and stays so for "
                + HumanFormat.span(SIGHTINGS);
        if (next == null) {
            return rule;
        }
        Instant soonest = next.plus(OVERDUE);
        return rule
                + (soonest.isAfter(facts.now()) ? ", so not before " + facts.when(soonest) : ", which is about to be");
    }

    /** Describes a trigger, as the start of a sentence. */
    private String called(JobFacts.Trigger trigger) {
        if (facts.isOfSchedule(trigger)) {
            return "Its trigger";
        }
        if (trigger.group().equals(QuartzNames.OPERATORS)) {
            return "The trigger of run " + trigger.name() + ", which an operator asked for,";
        }
        return trigger.group().equals(facts.job().name().toString())
                ? "The trigger of its request " + trigger.name()
                : "Its trigger " + trigger.group() + "." + trigger.name();
    }
}
