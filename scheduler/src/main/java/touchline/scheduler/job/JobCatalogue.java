package touchline.scheduler.job;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All jobs, including those that this node does not run. */
public final class JobCatalogue {
    private final Map<JobName, JobDefinition> jobs = new LinkedHashMap<>();

    /**
     * Creates a catalogue.
     *
     * @throws IllegalArgumentException if two jobs have the same name
     */
    public JobCatalogue(List<JobDefinition> definitions) {
        for (JobDefinition definition : definitions) {
            if (jobs.put(definition.name(), definition) != null) {
                throw new IllegalArgumentException(definition.name() + " is declared twice");
            }
        }
    }

    /** Returns this catalogue with more jobs. */
    public JobCatalogue and(List<JobDefinition> more) {
        return new JobCatalogue(java.util.stream.Stream.concat(jobs.values().stream(), more.stream())
                .toList());
    }

    public Optional<JobDefinition> find(JobName name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /** Returns all jobs in the order of their declaration. */
    public Collection<JobDefinition> all() {
        return List.copyOf(jobs.values());
    }

    /** Returns the jobs whose condition holds on this node. */
    public Set<JobName> running() {
        return jobs.values().stream()
                .filter(job -> job.condition().holds())
                .map(JobDefinition::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
