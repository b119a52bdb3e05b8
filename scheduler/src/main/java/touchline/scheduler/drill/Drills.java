package touchline.scheduler.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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
     * Starts a drill of a node. Refused while another drill is under way, and for a node that is draining already.
     *
     * @param force although a guard objects; the caller has checked that the operator may
     */
    public CommandResult<Drill> start(String drained, boolean force, Attribution by) {
        Optional<String> other = jdbi.withHandle(DrillRepository::underWay);
        if (other.isPresent()) {
            return isUnderWay(other);
        }
        if (!force) {
            Optional<String> objection = jdbi.withHandle(handle -> DrillRepository.objection(handle, drained))
                    .map(why -> why + ". Only an admin may do it")
                    .or(() -> nodes.objection(drained));
            if (objection.isPresent()) {
                return new CommandResult.Guarded<>(objection.get());
            }
        }
        return jdbi.inTransaction(handle -> begin(handle, drained, by));
    }

    /** The row comes before the drain: of two drills that start at once, one drains nothing. */
    private CommandResult<Drill> begin(Handle handle, String drained, Attribution by) {
        Optional<Boolean> isDraining = DrillRepository.lockDrain(handle, drained);
        if (isDraining.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        if (isDraining.get()) {
            return new CommandResult.Refused<>(drained + " is draining already; the end of a drill would end that");
        }
        Optional<Long> id = DrillRepository.insert(handle, drained, by.actor(), by.reason());
        if (id.isEmpty()) {
            return isUnderWay(DrillRepository.underWay(handle));
        }
        nodes.drain(handle, drained, by);
        DrillRepository.expect(handle, id.get(), drained, DUE_WITHIN);
        AuditLog.write(
                handle,
                by.actor(),
                new AuditLog.Change("start-drill", drained, by.reason()),
                null,
                Map.of("drill", id.get()));
        return new CommandResult.Done<>(
                DrillRepository.latest(handle, id.get() + 1, 1).get(0));
    }

    private static CommandResult<Drill> isUnderWay(Optional<String> node) {
        return new CommandResult.Refused<>("a drill of " + node.orElse("another node") + " is under way");
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
