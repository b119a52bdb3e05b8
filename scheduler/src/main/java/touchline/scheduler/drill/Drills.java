package touchline.scheduler.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.NodeOperations;

/**
 * Hand-over drills. One at a time drains a node, has its services hand their leases over, and measures when other nodes take over what it did. It ends by itself, and the
 * node works again. Every node follows the drill, so that it ends although a node dies. Thread-safe.
 */
public final class Drills {
    /** Jobs that are due within this time take part. */
    static final Duration DUE_WITHIN = Duration.ofMinutes(2);

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Jdbi jdbi;
    private final NodeOperations nodes;
    private final String node;

    /** Drills that {@code node} follows. */
    public Drills(Jdbi jdbi, NodeOperations nodes, String node) {
        this.jdbi = jdbi;
        this.nodes = nodes;
        this.node = node;
    }

    /**
     * Starts a drill of a node.
     *
     * @param force although a guard objects; the caller has checked that the operator may
     */
    public CommandResult<Drill> start(String drained, boolean force, Attribution order) {
        Optional<String> other = jdbi.withHandle(DrillRepository::underWay);
        if (other.isPresent()) {
            return new CommandResult.Refused<>("a drill of " + other.get() + " is under way");
        }
        Optional<String> objection =
                force ? Optional.empty() : jdbi.withHandle(handle -> DrillRepository.objection(handle, drained));
        if (objection.isPresent()) {
            return new CommandResult.Guarded<>(objection.get() + ". Only an admin may do it");
        }
        CommandResult<Boolean> isDrained = nodes.drain(drained, force, order);
        if (isDrained instanceof CommandResult.NotFound<Boolean>) {
            return new CommandResult.NotFound<>();
        }
        if (isDrained instanceof CommandResult.Guarded<Boolean> guarded) {
            return new CommandResult.Guarded<>(guarded.why());
        }
        return new CommandResult.Done<>(jdbi.inTransaction(handle -> {
            long id = DrillRepository.insert(handle, drained, order.actor(), order.reason());
            DrillRepository.expect(handle, id, drained, DUE_WITHIN);
            AuditLog.write(
                    handle,
                    order.actor(),
                    new AuditLog.Change("start-drill", drained, order.reason()),
                    null,
                    Map.of("drill", id));
            return DrillRepository.latest(handle, id + 1, 1).get(0);
        }));
    }

    /** Records take-overs of the drill that is under way, and ends it when all are there. Called every second. */
    public void follow() {
        if (jdbi.withHandle(DrillRepository::underWay).isEmpty()) {
            return;
        }
        Optional<Map.Entry<String, Long>> finished = jdbi.inTransaction(handle -> {
            DrillRepository.observe(handle);
            return DrillRepository.finished(handle, LONGEST);
        });
        finished.ifPresent(drill -> end(drill.getKey(), drill.getValue()));
    }

    /** The node works again before the drill is recorded as ended: if this node dies in between, another one repeats it. */
    private void end(String drained, long drill) {
        nodes.undrain(drained, new Attribution(Actor.node(node), "the hand-over drill " + drill + " has ended"));
        jdbi.useHandle(handle -> DrillRepository.end(handle, drill));
    }

    /**
     * Returns drills, the latest first.
     *
     * @param before only those before this id
     */
    public List<Drill> latest(long before, int most) {
        return jdbi.withHandle(handle -> DrillRepository.latest(handle, before, most));
    }

    /** Finds a drill. */
    public Optional<Drill> find(long id) {
        return latest(id + 1, 1).stream().filter(drill -> drill.id() == id).findFirst();
    }
}
