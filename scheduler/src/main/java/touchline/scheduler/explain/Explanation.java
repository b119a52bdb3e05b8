package touchline.scheduler.explain;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import touchline.scheduler.job.JobName;

/**
 * Why a job fires or does not.
 *
 * @param at the database's time of the facts
 * @param findings at least one: first what prevents a run, the gravest first, then the rest
 */
public record Explanation(JobName job, Instant at, List<Reason> findings) {
    public Explanation {
        findings = findings.stream()
                .sorted(Comparator.comparing((Reason finding) -> !finding.holdsUp())
                        .thenComparing(Reason::situation))
                .toList();
    }

    /** Whether anything keeps it from firing. */
    public boolean isHeldUp() {
        return findings.stream().anyMatch(Reason::holdsUp);
    }

    /** Returns the most important sentence. */
    public String summary() {
        return findings.get(0).words();
    }

    public Optional<Reason> find(Situation situation) {
        return findings.stream()
                .filter(finding -> finding.situation() == situation)
                .findFirst();
    }
}
