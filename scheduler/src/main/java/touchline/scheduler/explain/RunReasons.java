package touchline.scheduler.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.text.HumanFormat;

/** Reasons about runs: running, waiting, and past ones. */
final class RunReasons {
    private static final int NAMED = 3;

    private final JobFacts facts;
    private final LiveNodes nodes;

    RunReasons(JobFacts facts) {
        this.facts = facts;
        this.nodes = new LiveNodes(facts);
    }

    List<Reason> findings() {
        List<Reason> findings = new ArrayList<>();
        running(findings);
        retries(findings);
        requests(findings);
        findings.add(last());
        return findings;
    }

    private void running(List<Reason> findings) {
        List<JobFacts.Firing> runs =
                facts.firings().stream().filter(JobFacts.Firing::executing).toList();
        if (!runs.isEmpty()) {
            boolean late = runs.stream().anyMatch(run -> isPast(run.deadline()));
            findings.add(new Reason(
                    Situation.RUNNING,
                    "Running: "
                            + HumanFormat.some(runs.stream().map(this::words).toList(), NAMED),
                    false,
                    late ? SuggestedAction.INTERRUPT_THE_RUN : SuggestedAction.NOTHING_TO_DO));
        }
    }

    private boolean isPast(@Nullable Instant deadline) {
        return deadline != null && !deadline.isAfter(facts.now());
    }

    private String words(JobFacts.Firing run) {
        StringBuilder words = new StringBuilder(called(run)).append(" since ").append(facts.when(run.firedAt()));
        Instant deadline = run.deadline();
        if (deadline != null) {
            words.append(isPast(deadline) ? ", past its deadline at " : ", to end by ")
                    .append(facts.when(deadline));
        }
        if (run.progress() != null) {
            words.append(", at: ").append(HumanFormat.firstLine(run.progress()));
        }
        if (run.interruptedBy() != null) {
            words.append(", interrupted by ").append(run.interruptedBy());
        }
        nodes.silence(run.node())
                .ifPresent(silence -> words.append(", on a node ")
                        .append(silence)
                        .append("; ")
                        .append(nodes.successor()));
        return words.toString();
    }

    /** Describes a run by its id and node. */
    static String called(JobFacts.Firing run) {
        return (run.execution() == null ? "a run without a row" : "run " + run.execution()) + " on " + run.node();
    }

    private void retries(List<Reason> findings) {
        List<JobFacts.Trigger> retries = facts.triggers().stream()
                .filter(trigger -> trigger.attempt() > 1 && !trigger.state().equals("COMPLETE"))
                .toList();
        if (!retries.isEmpty()) {
            JobFacts.Trigger first = retries.get(0);
            Instant next = first.next();
            findings.add(Reason.harmless(
                    Situation.RETRY_WAITING,
                    "Attempt " + first.attempt() + " of " + first.name() + " waits"
                            + (next == null
                                    ? ""
                                    : (next.isAfter(facts.now()) ? " until " : ", due since ") + facts.when(next))
                            + ", as attempt " + (first.attempt() - 1) + " failed: "
                            + HumanFormat.firstLine(first.failure())
                            + (retries.size() == 1 ? "" : "; " + (retries.size() - 1) + " more wait like that")));
        }
    }

    private void requests(List<Reason> findings) {
        JobFacts.Requests requests = facts.requests();
        Instant since = requests.since();
        if (requests.waiting() > 0 && since != null) {
            findings.add(Reason.harmless(
                    Situation.REQUESTS_WAITING,
                    HumanFormat.count(
                                    requests.waiting(), "run that was asked for waits", "runs that were asked for wait")
                            + ", " + String.format(Locale.ENGLISH, "%,d", requests.due()) + " of them due; the "
                            + (requests.due() > 0 ? "oldest" : "first") + " (" + requests.oldest() + ") was asked for "
                            + facts.when(since)));
        } else if (facts.schedule() instanceof Schedule.OnDemand
                && facts.triggers().isEmpty()
                && facts.firings().isEmpty()) {
            findings.add(new Reason(
                    Situation.NOBODY_ASKED,
                    "It runs when somebody asks for it, and nobody has",
                    false,
                    SuggestedAction.TRIGGER));
        }
    }

    private Reason last() {
        return Reason.harmless(
                Situation.LAST_RUN,
                facts.last().map(this::words).orElse("It has not run yet, as far as the history goes back"));
    }

    private String words(JobFacts.Ended run) {
        Instant fired = run.firedAt();
        Instant finished = run.finishedAt();
        if (fired == null) {
            return "The last run, " + run.execution() + ", never began" + HumanFormat.because(run.reason());
        }
        Long late = run.lateMillis();
        return "Last ran at " + facts.when(fired)
                + (run.node() == null ? "" : " on " + run.node())
                + (late == null ? "" : ", " + lateness(late))
                + ", " + outcome(run.outcome())
                + (finished == null ? "" : " after " + HumanFormat.span(fired, finished))
                + " (run " + run.execution() + ")"
                + (run.outcome().equals("SUCCEEDED")
                        ? ""
                        : HumanFormat.because(run.reason() == null ? run.error() : run.reason()));
    }

    private String lateness(long late) {
        String words = HumanFormat.span(Duration.ofMillis(late)) + (late < 0 ? " early" : " late");
        return late > facts.job().lateAfter().toMillis() ? words + ", which is more than it may be" : words;
    }

    private static String outcome(String outcome) {
        return switch (outcome) {
            case "SUCCEEDED" -> "and succeeded";
            case "FAILED" -> "and failed";
            case "SKIPPED" -> "and found nothing to do";
            case "INTERRUPTED" -> "and was interrupted";
            case "TIMED_OUT" -> "and was interrupted at its deadline";
            case "LOST" -> "and was lost";
            default -> "and ended as " + outcome;
        };
    }
}
