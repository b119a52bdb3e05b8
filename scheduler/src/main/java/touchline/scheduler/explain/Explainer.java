package touchline.scheduler.explain;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobName;

/** Explains why a job fires or does not, from the current rows of the store. Thread-safe. */
public final class Explainer {
    private final JobFactsQuery facts;
    private final JobCatalogue catalogue;

    public Explainer(Jdbi jdbi, JobCatalogue catalogue) {
        this.facts = new JobFactsQuery(jdbi);
        this.catalogue = catalogue;
    }

    /** Explains with times in UTC. */
    public Explanation explain(JobName job) {
        return explain(job, ZoneOffset.UTC);
    }

    /**
     * Explains a job of the catalogue, whether or not this node runs it.
     *
     * @param zone the zone of times in texts
     * @throws IllegalArgumentException if it isn't in the catalogue
     */
    public Explanation explain(JobName job, ZoneId zone) {
        return Reasons.about(facts.read(
                catalogue.find(job).orElseThrow(() -> new IllegalArgumentException(job + " is not in the catalogue")),
                zone));
    }
}
