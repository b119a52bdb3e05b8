package touchline.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.past.PastBoard;

/**
 * The job platform at a past time.
 *
 * @param pauseOfAll a pause of all jobs; null if there was none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("PastBoard")
record PastBoardView(
        Instant at,
        List<PastNodeView> nodes,
        @Nullable PastPauseView pauseOfAll,
        List<PastJobView> jobs,
        List<PastAlertView> alerts) {

    static PastBoardView of(PastBoard board) {
        return new PastBoardView(
                board.at(),
                board.nodes().stream()
                        .map(node -> new PastNodeView(node.node(), node.state(), node.since(), node.version()))
                        .toList(),
                PastPauseView.of(board.pauseOfAll()),
                board.jobs().stream()
                        .map(job -> new PastJobView(
                                job.name().toString(), PastPauseView.of(job.pause()), PastRunView.of(job.run())))
                        .toList(),
                board.alerts().stream()
                        .map(alert -> new PastAlertView(
                                Long.toString(alert.id()),
                                alert.rule(),
                                alert.subject(),
                                alert.severity(),
                                alert.summary(),
                                alert.openedAt()))
                        .toList());
    }

    /**
     * A node that ran, or that had stopped within the day before.
     *
     * @param since when it entered that state
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("PastNode")
    record PastNodeView(
            String node,
            PastBoard.NodeState state,
            Instant since,
            @Nullable String version) {}

    /** A pause that was in force. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("PastPause")
    record PastPauseView(
            String actor,
            @Nullable String reason,
            Instant since,
            @Nullable Instant until) {
        static @Nullable PastPauseView of(PastBoard.@Nullable Pause pause) {
            return pause == null
                    ? null
                    : new PastPauseView(pause.actor(), pause.reason(), pause.since(), pause.until());
        }
    }

    /**
     * A job.
     *
     * @param run its last run that had begun; null if none is kept
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("PastJob")
    record PastJobView(
            String job,
            @Nullable PastPauseView pause,
            @Nullable PastRunView run) {}

    /** A run; its outcome is RUNNING if it had not ended. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("PastRun")
    record PastRunView(
            String id,
            @Nullable String node,
            RunOutcome outcome,
            Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable Long latenessMs) {
        static @Nullable PastRunView of(PastBoard.@Nullable Run run) {
            return run == null
                    ? null
                    : new PastRunView(
                            Long.toString(run.id()),
                            run.node(),
                            run.outcome(),
                            run.firedAt(),
                            run.finishedAt(),
                            run.latenessMillis());
        }
    }

    /** An alert that was open. */
    @SchemaName("PastAlert")
    record PastAlertView(String id, String rule, String subject, String severity, String summary, Instant openedAt) {}
}
