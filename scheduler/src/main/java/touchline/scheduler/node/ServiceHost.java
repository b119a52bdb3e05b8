package touchline.scheduler.node;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobCatalogue;

/**
 * A process that runs services and no jobs: a node without threads. Operators see and restart its services as those of other nodes, and are alerted
 * when it becomes silent.
 */
public final class ServiceHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHost.class);

    private final NodeRepository registry;
    private final ServiceBeat services;
    private final ScheduledExecutorService beats;
    private volatile boolean entered;

    /** Does nothing until {@link #start}; {@code identity} has no threads. */
    public ServiceHost(Jdbi jdbi, NodeIdentity identity, List<Service> services) {
        this.registry = new NodeRepository(jdbi, identity);
        this.services = new ServiceBeat(registry, services);
        this.beats = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "service-host");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Services run even if the database is unavailable; registration is retried every second. */
    public void start() {
        ScheduledFuture<?> untilClosed = beats.scheduleWithFixedDelay(this::beat, 0, 1, TimeUnit.SECONDS);
        LOG.debug("reports its state: {}", untilClosed);
    }

    private void beat() {
        try {
            if (!entered) {
                registry.enter(new JobCatalogue(List.of()));
                entered = true;
            }
            boolean drains = registry.beat(NodeRepository.State.FIRING, 0, 0);
            LOG.trace("an operator wants it to drain: {}", drains); // it never takes runs
            services.beat();
            registry.giveUpTheSilent();
        } catch (RuntimeException | Error e) {
            LOG.warn("could not report the state of this process: cause={}", e.toString());
        }
    }

    /** Signs off. */
    @Override
    public void close() {
        beats.shutdownNow();
        try {
            if (beats.awaitTermination(2, TimeUnit.SECONDS) && entered) {
                registry.leave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("could not sign off; the other nodes will declare this process dead: cause={}", e.toString());
        }
    }
}
