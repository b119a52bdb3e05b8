package touchline.scheduler.store;

/** Whether this node may fire at the moment. Asked before each acquisition. */
@FunctionalInterface
public interface FiringGate {
    boolean isOpen();
}
