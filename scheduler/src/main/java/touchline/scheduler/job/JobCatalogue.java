package touchline.scheduler.job;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every job there is, those among them that this node may not run. */
public final class JobCatalogue {
    private final Map<JobName, JobDefinition> jobs = new LinkedHashMap<>();

    /**
     * A catalogue of these.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public JobCatalogue(List<JobDefinition> definitions) {
        for (JobDefinition definition : definitions) {
            if (jobs.put(definition.name(), definition) != null) {
                throw new IllegalArgumentException(definition.name() + " is declared twice");
            }
        }
    }

    /** The same and these. */
    public JobCatalogue and(List<JobDefinition> more) {
        return new JobCatalogue(java.util.stream.Stream.concat(jobs.values().stream(), more.stream())
                .toList());
    }

    public Optional<JobDefinition> find(JobName name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /** In the order in which they were declared. */
    public Collection<JobDefinition> all() {
        return List.copyOf(jobs.values());
    }

    /** Those whose condition holds on this node. */
    public Set<JobName> running() {
        return jobs.values().stream()
                .filter(job -> job.condition().holds())
                .map(JobDefinition::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
