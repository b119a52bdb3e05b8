package touchline.jobs.platform;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every job there is. */
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

    public Optional<JobDefinition> find(JobName name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /** In the order in which they were declared. */
    public Collection<JobDefinition> all() {
        return List.copyOf(jobs.values());
    }
}
