package touchline.api.route;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.time.Duration;
import java.time.Instant;

/** Notes when a request was received, before anything else is done with it. */
@PreMatching
@Priority(0)
public final class Receipt implements ContainerRequestFilter {
    /** A request may take effect this long after its receipt. */
    public static final Duration EXECUTABLE = Duration.ofSeconds(10);

    private static final String PROPERTY = "touchline.received";

    private final ReceiptClock clock;

    Receipt(ReceiptClock clock) {
        this.clock = clock;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(PROPERTY, clock.receivedAt(ReadTime.of(request)));
    }

    /**
     * The time after which a request may not take effect any more, by Redis' clock.
     *
     * @throws IllegalStateException if the request did not pass this filter
     */
    public static Instant deadline(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Instant received) {
            return received.plus(EXECUTABLE);
        }
        throw new IllegalStateException("a request without a time of receipt");
    }
}
