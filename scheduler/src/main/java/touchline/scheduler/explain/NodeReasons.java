package touchline.scheduler.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.text.HumanFormat;

/** Reasons about nodes: whether one can run the job, and has a free thread. */
final class NodeReasons {
    private static final int NAMED = 3;

    private final JobFacts facts;
    private final LiveNodes nodes;

    NodeReasons(JobFacts facts) {
        this.facts = facts;
        this.nodes = new LiveNodes(facts);
    }

    List<Reason> findings() {
        List<Reason> findings = new ArrayList<>();
        if (nodes.here().isEmpty()) {
            findings.add(noNode());
        } else if (nodes.here().stream().allMatch(node -> node.runs() == null)) {
            findings.add(Reason.holding(
                    Situation.UNKNOWN_TO_NODES,
                    "No node that is there knows it: " + HumanFormat.some(LiveNodes.names(nodes.here()), NAMED)
                            + " run a version without it",
                    SuggestedAction.DEPLOY));
        } else {
            condition(findings);
            standing(findings);
            noFreeThread(findings);
        }
        return findings;
    }

    private Reason noNode() {
        List<String> gone = facts.nodes().stream().map(nodes::lastSeen).toList();
        return Reason.holding(
                Situation.NO_NODE,
                "No node is there"
                        + (gone.isEmpty()
                                ? ", and none has been since yesterday"
                                : ": " + HumanFormat.some(gone, NAMED)),
                SuggestedAction.START_A_NODE);
    }

    private void condition(List<Reason> findings) {
        List<JobFacts.Node> not = nodes.here().stream()
                .filter(node -> Boolean.FALSE.equals(node.runs()))
                .toList();
        if (not.isEmpty()) {
            return;
        }
        String where = not.stream()
                .map(JobFacts.Node::condition)
                .filter(Objects::nonNull)
                .filter(words -> !words.isBlank())
                .findFirst()
                .orElse(facts.job().condition().words());
        String names = HumanFormat.some(LiveNodes.names(not), NAMED);
        findings.add(
                nodes.running().isEmpty()
                        ? Reason.holding(
                                Situation.CONDITION_OFF,
                                "It runs only where " + where + ", and that is so on no node (" + names + ")"
                                        + (facts.stored() ? "" : "; so it is not in the store"),
                                SuggestedAction.SET_THE_CONDITION)
                        : Reason.harmless(
                                Situation.CONDITION_OFF,
                                "It runs only where " + where + ", and that is not so on " + names));
    }

    private void standing(List<Reason> findings) {
        nodes(findings, Situation.DRAINING, LiveNodes::isDraining, this::draining, SuggestedAction.END_THE_DRAIN);
        nodes(
                findings,
                Situation.CLOCK_OFF,
                node -> LiveNodes.isClockOff(node) && !LiveNodes.isDraining(node),
                NodeReasons::clockOff,
                SuggestedAction.SET_THE_CLOCK);
        nodes(
                findings,
                Situation.NODE_STARTING,
                node -> node.state().equals("STARTING") && !LiveNodes.isClockOff(node) && !LiveNodes.isDraining(node),
                node -> node.name() + " has not begun to fire yet",
                SuggestedAction.NOTHING_TO_DO);
    }

    /** Describes a node. */
    private interface Words {
        String of(JobFacts.Node node);
    }

    private void nodes(
            List<Reason> findings,
            Situation situation,
            Predicate<JobFacts.Node> such,
            Words words,
            SuggestedAction action) {
        List<String> concerned =
                nodes.running().stream().filter(such).map(words::of).toList();
        if (concerned.isEmpty()) {
            return;
        }
        String some = HumanFormat.some(concerned, NAMED);
        findings.add(
                nodes.able().isEmpty()
                        ? Reason.holding(situation, "No node that runs it fires: " + some, action)
                        : new Reason(situation, "Not every node that runs it fires: " + some, false, action));
    }

    private String draining(JobFacts.Node node) {
        JobFacts.Drain drained = node.drained();
        return node.name() + " is draining"
                + (drained == null
                        ? ""
                        : ", drained by " + drained.actor() + " " + HumanFormat.span(drained.at(), facts.now()) + " ago"
                                + HumanFormat.because(drained.reason()));
    }

    private static String clockOff(JobFacts.Node node) {
        return "the clock of " + node.name() + " is "
                + HumanFormat.count(Math.abs(node.clockOffset()), "ms", "ms")
                + (node.clockOffset() < 0 ? " behind" : " ahead of") + " the database's";
    }

    private void noFreeThread(List<Reason> findings) {
        List<JobFacts.Node> able = nodes.able();
        if (able.isEmpty() || !able.stream().allMatch(LiveNodes::isFull)) {
            return;
        }
        List<String> full = able.stream().map(this::full).toList();
        List<String> holders = facts.running().stream()
                .filter(run -> able.stream().anyMatch(node -> node.name().equals(run.node())))
                .map(run -> "run " + run.execution() + " of " + run.job() + since(run.firedAt()))
                .toList();
        findings.add(new Reason(
                Situation.NO_FREE_THREAD,
                "No free thread: " + HumanFormat.some(full, NAMED)
                        + (holders.isEmpty() ? "" : ", held by " + HumanFormat.some(holders, NAMED)),
                facts.isDue(),
                SuggestedAction.MAKE_ROOM));
    }

    private String full(JobFacts.Node node) {
        return node.name() + " runs " + node.busy() + " of " + node.threads() + since(node.starvedSince());
    }

    private String since(@Nullable Instant time) {
        return time == null ? "" : " for " + HumanFormat.span(time, facts.now());
    }
}
