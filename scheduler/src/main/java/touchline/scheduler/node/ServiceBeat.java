package touchline.scheduler.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<String, Service.Status> statuses = new LinkedHashMap<>();
        services.forEach(service -> statuses.put(service.name(), service.status()));
        registry.report(statuses);
        for (String wanted : registry.restartsWanted()) {
            services.stream().filter(service -> service.name().equals(wanted)).forEach(ServiceBeat::restart);
        }
    }

    private static void restart(Service service) {
        Thread thread = new Thread(
                () -> {
                    try {
                        LOG.info("{} is restarted for an operator", service.name());
                        service.restart();
                    } catch (Exception | Error e) {
                        LOG.warn("{} could not be restarted", service.name(), e);
                    }
                },
                "restart-" + service.name());
        thread.setDaemon(true);
        thread.start();
    }
}
