package touchline.jobs.platform.explain;

import org.jdbi.v3.core.Jdbi;
import touchline.jobs.platform.job.JobCatalogue;
import touchline.jobs.platform.job.JobName;

/** Says why a job fires or doesn't, from what stands in the store just now. Thread-safe. */
public final class Explainer {
    private final FactsReader facts;
    private final JobCatalogue catalogue;

    public Explainer(Jdbi jdbi, JobCatalogue catalogue) {
        this.facts = new FactsReader(jdbi);
        this.catalogue = catalogue;
    }

    /**
     * Explains a job of the catalogue, be it one that this node runs or not.
     *
     * @throws IllegalArgumentException if it isn't in the catalogue
     */
    public Explanation explain(JobName job) {
        return Reasons.about(facts.read(
                catalogue.find(job).orElseThrow(() -> new IllegalArgumentException(job + " is not in the catalogue"))));
    }
}
