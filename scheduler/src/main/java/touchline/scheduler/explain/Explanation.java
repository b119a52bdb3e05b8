package touchline.scheduler.explain;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import touchline.scheduler.facts.Situation;
import touchline.scheduler.job.JobName;

/**
 * Why a job fires or doesn't.
 *
 * @param at when it was so, by the database's clock
 * @param findings at least one; first what holds it up, gravest first, then how it goes otherwise
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

    /** The one sentence, where there is room for only one. */
    public String summary() {
        return findings.get(0).words();
    }

    public Optional<Reason> find(Situation situation) {
        return findings.stream()
                .filter(finding -> finding.situation() == situation)
                .findFirst();
    }
}
