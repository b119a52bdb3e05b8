package touchline.scheduler.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the states of this process' services, and restarts them on request. */
final class ServiceBeat {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceBeat.class);

    private final NodeRepository registry;
    private final List<Service> services;

    ServiceBeat(NodeRepository registry, List<Service> services) {
        this.registry = registry;
        this.services = List.copyOf(services);
    }

    void beat() {
        Map<String, NodeRepository.ServiceReport> reports = new LinkedHashMap<>();
        services.forEach(service ->
                reports.put(service.name(), new NodeRepository.ServiceReport(service.status(), objection(service))));
        registry.report(reports);
        Map<String, Boolean> wanted = registry.restartsWanted();
        services.stream()
                .filter(service -> wanted.containsKey(service.name()))
                .forEach(service -> restart(service, Boolean.TRUE.equals(wanted.get(service.name()))));
    }

    /** A guard that fails counts as an objection. */
    private static @Nullable String objection(Service service) {
        try {
            return service.objection().orElse(null);
        } catch (RuntimeException e) {
            LOG.warn("the guard of a service failed: service={} cause={}", service.name(), e.toString());
            return "it is unknown whether a restart would do harm";
        }
    }

    private static void restart(Service service, boolean isHandOver) {
        Thread thread = new Thread(
                () -> {
                    try {
                        LOG.info("an operator restarts a service: service={}", service.name());
                        if (isHandOver) {
                            service.handOver();
                        } else {
                            service.restart();
                        }
                    } catch (Exception | Error e) {
                        LOG.warn("a service could not be restarted: service={}", service.name(), e);
                    }
                },
                "restart-" + service.name());
        thread.setDaemon(true);
        thread.start();
    }
}
