package touchline.api.subscriber;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import touchline.market.recovery.StoreMonitor;

/** This process' part in comparing Redis with the book, for as long as it runs. */
public final class ManagedStoreMonitor extends SupervisedService<StoreMonitor> {
    /** A monitor that does nothing until {@link #start}. */
    public ManagedStoreMonitor(StoreMonitor monitor) {
        super(
                "store-monitor",
                () -> monitor,
                each -> new ThreadSupervisor.Loops(each.loops(), each::close),
                Duration.ofSeconds(5));
    }

    @Override
    Status status(StoreMonitor monitor, @Nullable String death) {
        return new Status(
                death == null ? State.ACTIVE : State.FAILING,
                monitor.shut().map(shut -> "market shut: " + shut).orElse("market open"),
                null,
                null,
                null,
                null,
                death);
    }
}
