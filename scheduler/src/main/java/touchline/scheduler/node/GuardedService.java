package touchline.scheduler.node;

import java.util.Optional;
import java.util.function.Supplier;

/** A service that operators can restart only by force while its guard objects. */
public final class GuardedService implements Service {
    private final Service service;
    private final Supplier<Optional<String>> guard;

    /**
     * Creates a guarded service.
     *
     * @param guard returns why a restart would do harm at the moment
     */
    public GuardedService(Service service, Supplier<Optional<String>> guard) {
        this.service = service;
        this.guard = guard;
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public Status status() {
        return service.status();
    }

    @Override
    public Optional<String> objection() {
        return guard.get();
    }

    @Override
    public void handOver() throws Exception {
        service.handOver();
    }

    @Override
    public void restart() throws Exception {
        service.restart();
    }
}
