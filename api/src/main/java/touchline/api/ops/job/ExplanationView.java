package touchline.api.ops.job;

import java.time.Instant;
import java.util.List;
import touchline.api.contract.SchemaName;
import touchline.scheduler.explain.Explanation;
import touchline.scheduler.explain.Reason;

/**
 * Why a job fires or doesn't.
 *
 * @param summary the gravest finding, where there is room for one sentence
 * @param heldUp whether anything keeps it from firing
 * @param findings first what holds it up, gravest first
 */
@SchemaName("Explanation")
record ExplanationView(String job, Instant at, String summary, boolean heldUp, List<FindingView> findings) {

    /**
     * One thing that is so.
     *
     * @param situation a stable name
     * @param words a sentence
     * @param lever a stable name of what helps
     * @param help the same in words
     */
    @SchemaName("ExplanationFinding")
    record FindingView(String situation, String words, boolean holdsUp, String lever, String help) {
        static FindingView of(Reason finding) {
            return new FindingView(
                    finding.situation().name(),
                    finding.words(),
                    finding.holdsUp(),
                    finding.action().name(),
                    finding.action().words());
        }
    }

    static ExplanationView of(Explanation explanation) {
        return new ExplanationView(
                explanation.job().toString(),
                explanation.at(),
                explanation.summary(),
                explanation.isHeldUp(),
                explanation.findings().stream().map(FindingView::of).toList());
    }
}
