package touchline.scheduler.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import touchline.scheduler.store.DatabaseClock;
import touchline.scheduler.text.HumanFormat;

/** The nodes, from the view of one job. */
record LiveNodes(JobFacts facts) {
    /** A node sends a heartbeat every second, and its scheduler checks in more often. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(3);

    List<JobFacts.Node> here() {
        return facts.nodes().stream().filter(this::isHere).toList();
    }

    /** Returns the nodes whose condition for the job holds, whether or not they fire. */
    List<JobFacts.Node> running() {
        return here().stream().filter(node -> Boolean.TRUE.equals(node.runs())).toList();
    }

    /** Returns the nodes that fire the job when it is due. */
    List<JobFacts.Node> able() {
        return running().stream().filter(LiveNodes::isAble).toList();
    }

    boolean isHere(JobFacts.Node node) {
        return node.stoppedAt() == null
                && node.diedAt() == null
                && node.lastSeenAt().isAfter(facts.now().minus(SILENT_AFTER));
    }

    /** Describes a silent node; empty if the node is well. */
    Optional<String> silence(String name) {
        Optional<JobFacts.Node> known =
                facts.nodes().stream().filter(node -> node.name().equals(name)).findFirst();
        if (known.isEmpty()) {
            return Optional.of("which has been silent since yesterday");
        }
        JobFacts.Node node = known.get();
        if (isHere(node)) {
            return Optional.empty();
        }
        return Optional.of("which "
                + (node.stoppedAt() != null ? "has stopped and " : node.diedAt() != null ? "was found dead and " : "")
                + "has been silent for " + HumanFormat.span(node.lastSeenAt(), facts.now()));
    }

    /** Describes who takes over from a silent node. */
    String successor() {
        return here().isEmpty()
                ? "no other node is there to take over"
                : "the others give it up after 2 s of silence, and one takes over";
    }

    static boolean isAble(JobFacts.Node node) {
        return node.state().equals("FIRING") && !isDraining(node) && !isClockOff(node);
    }

    static boolean isDraining(JobFacts.Node node) {
        return node.drainRequested() || node.state().equals("DRAINING");
    }

    static boolean isClockOff(JobFacts.Node node) {
        return node.state().equals("CLOCK_OFF")
                || node.clockOffset() > DatabaseClock.TOLERANCE.toMillis()
                || node.clockOffset() < -DatabaseClock.TOLERANCE.toMillis();
    }

    static boolean isFull(JobFacts.Node node) {
        return node.busy() >= node.threads();
    }

    static List<String> names(List<JobFacts.Node> nodes) {
        return nodes.stream().map(JobFacts.Node::name).toList();
    }

    String lastSeen(JobFacts.Node node) {
        Instant stopped = node.stoppedAt();
        Instant died = node.diedAt();
        if (stopped != null) {
            return node.name() + " stopped " + HumanFormat.span(stopped, facts.now()) + " ago";
        }
        return node.name() + (died == null ? "" : " was found dead, and") + " was last seen "
                + HumanFormat.span(node.lastSeenAt(), facts.now()) + " ago";
    }
}
