package touchline.scheduler.quartz;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.trigger.QuartzNames;

/**
 * The job details of this node, made from the catalogue. Nothing in the store is loaded as a class, so a class that is missing in a rolling deploy
 * can't turn a trigger to ERROR.
 */
public final class JobDetails {
    private final Map<JobKey, JobDetail> details = new HashMap<>();
    private final Map<JobKey, JobDefinition> definitions = new HashMap<>();

    public JobDetails(JobCatalogue catalogue) {
        for (JobDefinition definition : catalogue.all()) {
            JobKey key = QuartzNames.key(definition.name());
            details.put(key, of(definition));
            definitions.put(key, definition);
        }
    }

    public Optional<JobDetail> find(JobKey key) {
        return Optional.ofNullable(details.get(key)).map(detail -> (JobDetail) detail.clone());
    }

    public Optional<JobDefinition> definition(JobKey key) {
        return Optional.ofNullable(definitions.get(key));
    }

    /** Returns the jobs that this node runs, as {@code group/name}. */
    public String[] running() {
        Collection<JobDefinition> all = definitions.values();
        return all.stream()
                .filter(definition -> definition.condition().holds())
                .map(definition -> definition.name().toString())
                .toArray(String[]::new);
    }

    /** Returns the jobs that this node runs and of which several runs may execute at once. */
    public List<JobKey> shared() {
        return definitions.entrySet().stream()
                .filter(job -> !job.getValue().exclusive()
                        && job.getValue().condition().holds())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns a placeholder for a job that is only in the store. */
    public static JobDetail standIn(JobKey key, boolean exclusive) {
        return JobBuilder.newJob(exclusive ? ExclusiveDispatcher.class : Dispatcher.class)
                .withIdentity(key)
                .storeDurably()
                .build();
    }

    static JobDetail of(JobDefinition definition) {
        return JobBuilder.newJob(definition.exclusive() ? ExclusiveDispatcher.class : Dispatcher.class)
                .withIdentity(QuartzNames.key(definition.name()))
                .withDescription(definition.description())
                .storeDurably()
                .requestRecovery(definition.recovered())
                .build();
    }
}
