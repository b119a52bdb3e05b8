package touchline.scheduler.past;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;

/** The job platform at a past time, as far as the history is kept. */
public record PastBoard(
        Instant at, List<Node> nodes, @Nullable Pause pauseOfAll, List<Job> jobs, List<Alert> alerts) {
    public PastBoard {
        nodes = List.copyOf(nodes);
        jobs = List.copyOf(jobs);
        alerts = List.copyOf(alerts);
    }

    /** The state of a node. */
    public enum NodeState {
        RUNNING,
        DRAINING,
        STOPPED,
        DEAD
    }

    /**
     * A node that ran, or that stopped within the day before.
     *
     * @param since when it entered that state
     * @param version null if its start is no longer in the audit
     */
    public record Node(
            String node,
            NodeState state,
            Instant since,
            @Nullable String version) {}

    /** A pause that was in force. */
    public record Pause(
            String actor,
            @Nullable String reason,
            Instant since,
            @Nullable Instant until) {}

    /**
     * A job.
     *
     * @param run its last run that had begun; null if none is kept
     */
    public record Job(
            JobName name, @Nullable Pause pause, @Nullable Run run) {}

    /**
     * A run.
     *
     * @param outcome at that time: RUNNING if it had not ended
     */
    public record Run(
            long id,
            @Nullable String node,
            RunOutcome outcome,
            Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable Long latenessMillis) {}

    /** An alert that was open. */
    public record Alert(long id, String rule, String subject, String severity, String summary, Instant openedAt) {}
}
