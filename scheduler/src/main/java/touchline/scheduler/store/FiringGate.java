package touchline.scheduler.store;

/** Whether this node may fire just now. Asked each time before it takes on anything. */
@FunctionalInterface
public interface FiringGate {
    boolean isOpen();
}
