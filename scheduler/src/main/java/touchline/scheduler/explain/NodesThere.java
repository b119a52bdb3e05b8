package touchline.scheduler.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import touchline.scheduler.quartz.DatabaseClock;
import touchline.scheduler.text.HumanFormat;

/** The nodes, as they concern one job. */
record NodesThere(Facts facts) {
    /** A node says something every second, and its scheduler more often. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(3);

    /** Those that go on. */
    List<Facts.Node> here() {
        return facts.nodes().stream().filter(this::isHere).toList();
    }

    /** Those that may run the job, be they able to or not. */
    List<Facts.Node> running() {
        return here().stream().filter(node -> Boolean.TRUE.equals(node.runs())).toList();
    }

    /** Those that fire it when it is due. */
    List<Facts.Node> able() {
        return running().stream().filter(NodesThere::isAble).toList();
    }

    boolean isHere(Facts.Node node) {
        return node.stoppedAt() == null
                && node.diedAt() == null
                && node.heardAt().isAfter(facts.now().minus(SILENT_AFTER));
    }

    /** How a node that no longer says anything is to be spoken of; empty where it is well. */
    Optional<String> silence(String name) {
        Optional<Facts.Node> known =
                facts.nodes().stream().filter(node -> node.name().equals(name)).findFirst();
        if (known.isEmpty()) {
            return Optional.of("which nobody has heard of since yesterday");
        }
        Facts.Node node = known.get();
        if (isHere(node)) {
            return Optional.empty();
        }
        return Optional.of("which "
                + (node.stoppedAt() != null ? "has stopped and " : node.diedAt() != null ? "was found dead and " : "")
                + "has been silent for " + HumanFormat.span(node.heardAt(), facts.now()));
    }

    /** What becomes of what such a node has left behind. */
    String successor() {
        return here().isEmpty()
                ? "no other node is there to take over"
                : "the others give it up after 2 s of silence, and one takes over";
    }

    static boolean isAble(Facts.Node node) {
        return node.state().equals("FIRING") && !isDraining(node) && !isClockOff(node);
    }

    static boolean isDraining(Facts.Node node) {
        return node.drainRequested() || node.state().equals("DRAINING");
    }

    static boolean isClockOff(Facts.Node node) {
        return node.state().equals("CLOCK_OFF")
                || node.clockOffset() > DatabaseClock.TOLERANCE.toMillis()
                || node.clockOffset() < -DatabaseClock.TOLERANCE.toMillis();
    }

    static boolean isFull(Facts.Node node) {
        return node.busy() >= node.threads();
    }

    static List<String> names(List<Facts.Node> nodes) {
        return nodes.stream().map(Facts.Node::name).toList();
    }

    String lastHeard(Facts.Node node) {
        Instant stopped = node.stoppedAt();
        Instant died = node.diedAt();
        if (stopped != null) {
            return node.name() + " stopped " + HumanFormat.span(stopped, facts.now()) + " ago";
        }
        return node.name() + (died == null ? "" : " was found dead, and") + " was last heard of "
                + HumanFormat.span(node.heardAt(), facts.now()) + " ago";
    }
}
