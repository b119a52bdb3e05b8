package touchline.scheduler.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.trigger.StoredCalendar;

/** The known causes for which a job will not run at its scheduled times: pauses, the absence of a node that runs it, and its calendar. */
public final class HeldTimes {
    /** A row may hold {@code infinity}. */
    private static final Instant FOR_GOOD = Instant.parse("9999-01-01T00:00:00Z");

    private final List<Hold> holds;
    private final Misfire misfire;
    private final @Nullable StoredCalendar calendar;

    private HeldTimes(List<Hold> holds, Misfire misfire, @Nullable StoredCalendar calendar) {
        this.holds = List.copyOf(holds);
        this.misfire = misfire;
        this.calendar = calendar;
    }

    /**
     * One cause.
     *
     * @param until when it ends by itself; null if it does not
     */
    private record Hold(Situation why, @Nullable Instant until) {
        Hold {
            until = until == null || until.isAfter(FOR_GOOD) ? null : until;
        }

        boolean endsBefore(Instant time) {
            return until != null && until.isBefore(time);
        }

        boolean covers(Instant time) {
            return until == null || time.isBefore(until);
        }
    }

    public static HeldTimes none() {
        return new HeldTimes(List.of(), Misfire.RUN_ONCE_NOW, null);
    }

    public static HeldTimes of(JobFacts facts) {
        List<Hold> holds = new ArrayList<>();
        facts.pauses()
                .forEach(pause -> holds.add(new Hold(
                        pause.ofEverything() ? Situation.EVERYTHING_PAUSED : Situation.PAUSED, pause.until())));
        LiveNodes nodes = new LiveNodes(facts);
        if (nodes.here().isEmpty()) {
            holds.add(new Hold(Situation.NO_NODE, null));
        } else if (nodes.here().stream().allMatch(node -> node.runs() == null)) {
            holds.add(new Hold(Situation.UNKNOWN_TO_NODES, null));
        } else if (nodes.running().isEmpty()) {
            holds.add(new Hold(Situation.CONDITION_OFF, null));
        }
        facts.scheduled()
                .filter(trigger -> trigger.state().startsWith("PAUSED"))
                .ifPresent(trigger -> holds.add(new Hold(Situation.QUARTZ_PAUSED, null)));
        holds.sort(Comparator.comparing(Hold::why));
        return new HeldTimes(
                holds,
                facts.job().misfire(),
                facts.scheduled().map(JobFacts.Trigger::calendar).orElse(null));
    }

    /** Returns the causes at that time, the gravest first; empty if there is none. */
    public Optional<Situation> at(Instant time) {
        return holds.stream()
                .filter(hold -> hold.covers(time))
                .map(Hold::why)
                .findFirst()
                .or(() -> calendar == null || calendar.includes(time)
                        ? Optional.empty()
                        : Optional.of(Situation.CALENDAR_EXCLUDES));
    }

    /** Leaves out the times that the job's calendar excludes. */
    public FireTimes included(FireTimes times) {
        return calendar == null ? times : FireTimes.except(times, calendar);
    }

    /** Returns when the last cause ends by itself; empty if one does not end, or if there is none. */
    public Optional<Instant> end() {
        Optional<Instant> end = Optional.empty();
        for (Hold hold : holds) {
            Instant until = hold.until();
            if (until == null) {
                return Optional.empty();
            }
            end = end.filter(until::isBefore).or(() -> Optional.of(until));
        }
        return end;
    }

    /**
     * Returns when the job runs next. When a job's own pause is the last to expire, one run makes up for the missed times; after a pause of all jobs, the
     * job's misfire policy applies.
     *
     * @param next the trigger's next time, which may be in the past; null for never
     * @param times its schedule
     * @return null if it never runs, or if that depends on an operator
     */
    @Nullable
    public Instant firstRun(@Nullable Instant next, FireTimes times) {
        if (next == null || holds.isEmpty()) {
            return next;
        }
        Optional<Instant> end = end();
        if (end.isEmpty()) {
            return null;
        }
        if (!next.isBefore(end.get())) {
            return next;
        }
        boolean isMadeUpFor = misfire == Misfire.RUN_ONCE_NOW
                || holds.stream().anyMatch(hold -> hold.why() == Situation.PAUSED && !hold.endsBefore(end.get()))
                || next.isAfter(end.get().minus(Misfire.THRESHOLD));
        if (!isMadeUpFor) {
            return included(times).after(end.get().minusMillis(1));
        }
        return calendar == null || calendar.includes(end.get()) ? end.get() : calendar.nextIncluded(end.get());
    }
}
