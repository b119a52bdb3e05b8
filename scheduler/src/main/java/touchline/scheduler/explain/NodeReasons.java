package touchline.scheduler.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.text.HumanFormat;

/** Whether there is a node to run the job, and a thread on it. */
final class NodeReasons {
    private static final int NAMED = 3;

    private final Facts facts;
    private final NodesThere nodes;

    NodeReasons(Facts facts) {
        this.facts = facts;
        this.nodes = new NodesThere(facts);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (nodes.here().isEmpty()) {
            findings.add(noNode());
        } else if (nodes.here().stream().allMatch(node -> node.runs() == null)) {
            findings.add(Finding.holding(
                    Situation.UNKNOWN_TO_NODES,
                    "No node that is there knows it: " + HumanFormat.some(NodesThere.names(nodes.here()), NAMED)
                            + " run a version without it",
                    Lever.DEPLOY));
        } else {
            condition(findings);
            standing(findings);
            noFreeThread(findings);
        }
        return findings;
    }

    private Finding noNode() {
        List<String> gone = facts.nodes().stream().map(nodes::lastHeard).toList();
        return Finding.holding(
                Situation.NO_NODE,
                "No node is there"
                        + (gone.isEmpty()
                                ? ", and none has been since yesterday"
                                : ": " + HumanFormat.some(gone, NAMED)),
                Lever.START_A_NODE);
    }

    private void condition(List<Finding> findings) {
        List<Facts.Node> not = nodes.here().stream()
                .filter(node -> Boolean.FALSE.equals(node.runs()))
                .toList();
        if (not.isEmpty()) {
            return;
        }
        String where = not.stream()
                .map(Facts.Node::condition)
                .filter(Objects::nonNull)
                .filter(words -> !words.isBlank())
                .findFirst()
                .orElse(facts.job().condition().words());
        String names = HumanFormat.some(NodesThere.names(not), NAMED);
        findings.add(
                nodes.running().isEmpty()
                        ? Finding.holding(
                                Situation.CONDITION_OFF,
                                "It runs only where " + where + ", and that is so on no node (" + names + ")"
                                        + (facts.stored() ? "" : "; so it is not in the store"),
                                Lever.SET_THE_CONDITION)
                        : Finding.harmless(
                                Situation.CONDITION_OFF,
                                "It runs only where " + where + ", and that is not so on " + names));
    }

    private void standing(List<Finding> findings) {
        nodes(findings, Situation.DRAINING, NodesThere::isDraining, this::draining, Lever.END_THE_DRAIN);
        nodes(
                findings,
                Situation.CLOCK_OFF,
                node -> NodesThere.isClockOff(node) && !NodesThere.isDraining(node),
                NodeReasons::clockOff,
                Lever.SET_THE_CLOCK);
        nodes(
                findings,
                Situation.NODE_STARTING,
                node -> node.state().equals("STARTING") && !NodesThere.isClockOff(node) && !NodesThere.isDraining(node),
                node -> node.name() + " has not begun to fire yet",
                Lever.NOTHING_TO_DO);
    }

    /** How one node is spoken of. */
    private interface Words {
        String of(Facts.Node node);
    }

    private void nodes(
            List<Finding> findings, Situation situation, Predicate<Facts.Node> such, Words words, Lever lever) {
        List<String> concerned =
                nodes.running().stream().filter(such).map(words::of).toList();
        if (concerned.isEmpty()) {
            return;
        }
        String some = HumanFormat.some(concerned, NAMED);
        findings.add(
                nodes.able().isEmpty()
                        ? Finding.holding(situation, "No node that runs it fires: " + some, lever)
                        : new Finding(situation, "Not every node that runs it fires: " + some, false, lever));
    }

    private String draining(Facts.Node node) {
        Facts.Deed drained = node.drained();
        return node.name() + " is draining"
                + (drained == null
                        ? ""
                        : ", as " + drained.actor() + " told it " + HumanFormat.span(drained.at(), facts.now()) + " ago"
                                + HumanFormat.because(drained.reason()));
    }

    private static String clockOff(Facts.Node node) {
        return "the clock of " + node.name() + " is "
                + HumanFormat.count(Math.abs(node.clockOffset()), "ms", "ms")
                + (node.clockOffset() < 0 ? " behind" : " ahead of") + " the database's";
    }

    private void noFreeThread(List<Finding> findings) {
        List<Facts.Node> able = nodes.able();
        if (able.isEmpty() || !able.stream().allMatch(NodesThere::isFull)) {
            return;
        }
        List<String> full = able.stream().map(this::full).toList();
        List<String> holders = facts.running().stream()
                .filter(run -> able.stream().anyMatch(node -> node.name().equals(run.node())))
                .map(run -> "run " + run.execution() + " of " + run.job() + since(run.firedAt()))
                .toList();
        findings.add(new Finding(
                Situation.NO_FREE_THREAD,
                "No free thread: " + HumanFormat.some(full, NAMED)
                        + (holders.isEmpty() ? "" : ", held by " + HumanFormat.some(holders, NAMED)),
                facts.isDue(),
                Lever.MAKE_ROOM));
    }

    private String full(Facts.Node node) {
        return node.name() + " runs " + node.busy() + " of " + node.threads() + since(node.starvedSince());
    }

    private String since(@Nullable Instant time) {
        return time == null ? "" : " for " + HumanFormat.span(time, facts.now());
    }
}
