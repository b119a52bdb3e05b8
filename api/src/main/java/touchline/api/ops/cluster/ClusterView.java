package touchline.api.ops.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.node.ClusterNodesQuery;
import touchline.scheduler.node.LockWaitsQuery;

/**
 * The cluster.
 *
 * @param answeredBy the node that answers, of which {@code pools} are
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Cluster")
record ClusterView(
        String answeredBy,
        List<NodeView> nodes,
        List<LockWaitsQuery.Waiting> lockWaits,
        List<ConnectionPools.Pool> pools) {

    /**
     * A node.
     *
     * @param checkedInAt the last check-in of its scheduler, by which other nodes decide whether it is alive; null without a scheduler
     * @param seenAt when it last reported its state
     * @param running what it runs now; of one that is dead, what it was running
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Node")
    record NodeView(
            String id,
            String host,
            long pid,
            String version,
            ClusterNodesQuery.State state,
            Instant startedAt,
            @Nullable Instant checkedInAt,
            Instant seenAt,
            @Nullable Instant endedAt,
            @Nullable String foundDeadBy,
            boolean drainRequested,
            long clockOffsetMillis,
            int threads,
            int busy,
            @Nullable Instant starvedSince,
            List<JobView> jobs,
            List<RunView> running) {

        static NodeView of(ClusterNodesQuery.Node node) {
            ClusterNodesQuery.NodeProcess process = node.process();
            ClusterNodesQuery.Health health = node.health();
            return new NodeView(
                    node.id(),
                    process.host(),
                    process.pid(),
                    process.version(),
                    health.state(),
                    process.startedAt(),
                    health.checkedInAt(),
                    health.seenAt(),
                    process.endedAt(),
                    health.foundDeadBy(),
                    health.drainRequested(),
                    health.clockOffsetMillis(),
                    node.threads().count(),
                    node.threads().busy(),
                    node.threads().starvedSince(),
                    node.jobs().stream()
                            .map(job -> new JobView(job.job().toString(), job.runs(), job.condition()))
                            .toList(),
                    node.running().stream().map(RunView::of).toList());
        }
    }

    /** A job that a node knows, and whether it may run it there. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("NodeJob")
    record JobView(String job, boolean runs, @Nullable String condition) {}

    /** A run on a node. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("NodeExecution")
    record RunView(
            String executionId,
            String job,
            int attempt,
            Instant firedAt,
            @Nullable Instant deadlineAt,
            @Nullable String progress,
            @Nullable Integer percent) {

        static RunView of(ClusterNodesQuery.Running run) {
            return new RunView(
                    Long.toString(run.execution()),
                    run.job().toString(),
                    run.attempt(),
                    run.firedAt(),
                    run.deadlineAt(),
                    run.progress(),
                    run.percent());
        }
    }
}
