package touchline.scheduler;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import touchline.scheduler.explain.SuggestedAction;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.node.NodeRepository;

/** Situations of the nodes that are to fire the job. */
abstract class NodeSituations extends StoreSituations {
    Said noNode() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        node.stop();
        return holds(
                node, "No node is there: " + name(node) + " stopped [\\d.]+ m?s ago", SuggestedAction.START_A_NODE);
    }

    Said unknownToNodes() throws Exception {
        JobPlatform old = cluster.start(other(run -> JobReport.done()));
        return new Said(
                explainer(job(FAR_AHEAD, run -> JobReport.done())),
                "No node that is there knows it: " + name(old) + " run a version without it",
                true,
                SuggestedAction.DEPLOY);
    }

    Said conditionOff() throws Exception {
        JobPlatform node = cluster.start(conditional(false));
        return holds(
                node,
                "It runs only where FEED_KEY is set, and that is so on no node \\(" + name(node)
                        + "\\); so it is not in the store",
                SuggestedAction.SET_THE_CONDITION);
    }

    Said draining() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        done(node.operations().nodes().drain(name(node), false, order("new disks")));
        return holds(
                node,
                "No node that runs it fires: " + name(node)
                        + " is draining, drained by anna [\\d.]+ m?s ago: new disks",
                SuggestedAction.END_THE_DRAIN);
    }

    Said clockOff() throws Exception {
        JobPlatform node = new JobPlatform(
                stores.dataSource(),
                identity("hasty"),
                new JobCatalogue(List.of(job(FAR_AHEAD, run -> JobReport.done()))),
                List.of(),
                Clock.offset(Clock.systemUTC(), Duration.ofSeconds(5)));
        afterwards.add(node::stop);
        node.start();
        return holds(
                node,
                "No node that runs it fires: the clock of hasty is [45],\\d{3} ms ahead of the database's",
                SuggestedAction.SET_THE_CLOCK);
    }

    Said nodeStarting() throws Exception {
        JobDefinition job = job(FAR_AHEAD, run -> JobReport.done());
        new NodeRepository(cluster.book(), identity("new")).enter(new JobCatalogue(List.of(job)));
        return new Said(
                explainer(job),
                "No node that runs it fires: new has not begun to fire yet",
                true,
                SuggestedAction.NOTHING_TO_DO);
    }
}
