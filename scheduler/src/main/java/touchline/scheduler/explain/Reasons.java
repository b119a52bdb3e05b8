package touchline.scheduler.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import touchline.scheduler.schedule.ScheduleWords;
import touchline.scheduler.text.HumanFormat;

/** Derives an explanation from facts alone: equal facts give equal explanations, and every set of rows gives one. */
final class Reasons {
    /** A due trigger fires within a second; a busy machine is allowed this much. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private Reasons() {}

    static Explanation about(JobFacts facts) {
        List<Reason> findings = new ArrayList<>();
        facts.pauses().forEach(pause -> findings.add(pause(pause, facts)));
        findings.addAll(new NodeReasons(facts).findings());
        findings.addAll(new TriggerReasons(facts).findings());
        if (findings.stream().noneMatch(Reason::holdsUp)) {
            due(facts, findings);
        }
        findings.addAll(new RunReasons(facts).findings());
        facts.substitute().ifPresent(substitute -> findings.add(overridden(substitute, facts)));
        return new Explanation(facts.job().name(), facts.now(), findings);
    }

    private static Reason pause(JobFacts.Pause pause, JobFacts facts) {
        String words = (pause.ofEverything() ? "Everything is paused by " : "Paused by ") + pause.actor() + " for "
                + HumanFormat.span(pause.at(), facts.now()) + HumanFormat.because(pause.reason()) + "; "
                + end(pause, facts);
        return pause.ofEverything()
                ? Reason.holding(Situation.EVERYTHING_PAUSED, words, SuggestedAction.RESUME_EVERYTHING)
                : Reason.holding(Situation.PAUSED, words, SuggestedAction.RESUME);
    }

    private static String end(JobFacts.Pause pause, JobFacts facts) {
        Instant until = pause.until();
        if (until == null) {
            return "somebody has to end it";
        }
        return until.isAfter(facts.now())
                ? "it ends by itself at " + facts.when(until)
                : "it expired " + HumanFormat.span(until, facts.now()) + " ago, and the next node that looks ends it";
    }

    /** Reports a due job that nothing prevents from running. */
    private static void due(JobFacts facts, List<Reason> findings) {
        facts.triggers().stream()
                .filter(trigger -> trigger.state().equals("WAITING") && facts.isDue(trigger))
                .map(JobFacts.Trigger::next)
                .min(Instant::compareTo)
                .ifPresent(since -> findings.add(
                        since.isAfter(facts.now().minus(SOON))
                                ? Reason.harmless(
                                        Situation.ABOUT_TO_FIRE,
                                        "Due since " + facts.when(since) + ", and just about to be fired")
                                : Reason.holding(
                                        Situation.OVERDUE,
                                        "Due since " + facts.when(since)
                                                + ", and nothing in the store holds it back: the nodes are behind, or wait for the database,"
                                                + " or for its lock TRIGGER_ACCESS",
                                        SuggestedAction.LOOK_AT_THE_DATABASE)));
    }

    private static Reason overridden(JobFacts.Substitute substitute, JobFacts facts) {
        String declared = ScheduleWords.of(facts.job().schedule(), facts.now());
        return new Reason(
                Situation.OVERRIDDEN,
                substitute.actor() + " has overridden its schedule " + HumanFormat.span(substitute.at(), facts.now())
                        + " ago"
                        + HumanFormat.because(substitute.reason()) + "; "
                        + (substitute.schedule() == null
                                ? "what is stored there is no schedule, so the declared one counts: " + declared
                                : "it runs " + ScheduleWords.of(substitute.schedule(), facts.now())
                                        + ", and is declared to run " + declared),
                false,
                SuggestedAction.RESTORE_THE_SCHEDULE);
    }
}
