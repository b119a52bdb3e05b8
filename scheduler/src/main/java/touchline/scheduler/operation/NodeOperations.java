package touchline.scheduler.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.node.Service;

/** Commands of operators to nodes and services. Thread-safe. */
public final class NodeOperations {
    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final List<Service> services;
    private final String node;

    NodeOperations(Jdbi jdbi, JobCatalogue catalogue, List<Service> services, String node) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.services = List.copyOf(services);
        this.node = node;
    }

    /**
     * Stops a node from taking new runs. A node that is draining already stays so, and this is not audited again.
     *
     * @param force drain it although no other node runs a job whose guard objects; the caller has checked that the operator may
     */
    public CommandResult<Boolean> drain(String node, boolean force, Attribution by) {
        Optional<String> objection = force ? Optional.empty() : objection(node);
        return objection.isPresent() ? new CommandResult.Guarded<>(objection.get()) : request(node, true, by);
    }

    /** Lets a draining node take new runs again. */
    public CommandResult<Boolean> undrain(String node, Attribution by) {
        return request(node, false, by);
    }

    /**
     * Restarts a service on every node that has it. Its guard is asked on this node; of other nodes, their last reports count.
     *
     * @param force restart it although its guard objects; the caller has checked that the operator may
     * @return on how many nodes
     */
    public CommandResult<Integer> restartService(String service, boolean force, Attribution by) {
        Optional<String> objection = services.stream()
                .filter(known -> known.name().equals(service))
                .flatMap(known -> known.objection().stream())
                .findFirst()
                .or(() -> jdbi.withHandle(handle -> NodeCommandRepository.objection(handle, service, node)));
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get() + ". Only an admin may do it");
        }
        return jdbi.inTransaction(handle -> {
            int nodes = NodeCommandRepository.requestRestart(handle, service, by);
            if (nodes == 0) {
                return new CommandResult.NotFound<>();
            }
            AuditLog.write(handle, by.actor(), by.to("restart-service", service), null, Map.of("nodes", nodes));
            return new CommandResult.Done<>(nodes);
        });
    }

    private CommandResult<Boolean> request(String node, boolean drain, Attribution by) {
        return jdbi.inTransaction(
                handle -> request(handle, node, drain, by) || NodeCommandRepository.isAlive(handle, node)
                        ? new CommandResult.Done<>(drain)
                        : new CommandResult.NotFound<>());
    }

    /** Stops a node from taking new runs, within a transaction of the caller's, who has checked that nothing objects. */
    public void drain(Handle handle, String node, Attribution by) {
        request(handle, node, true, by);
    }

    /** Returns whether it changes anything. */
    private static boolean request(Handle handle, String node, boolean drain, Attribution by) {
        boolean isChanged = NodeCommandRepository.requestDrain(handle, node, drain);
        if (isChanged) {
            AuditLog.write(handle, by.actor(), by.to(drain ? "drain" : "undrain", node), null, null);
        }
        return isChanged;
    }

    /** Returns why a drain of a node would do harm at the moment; empty if it would do none. */
    public Optional<String> objection(String node) {
        List<JobName> left = jdbi.withHandle(handle -> NodeCommandRepository.onlyRunOn(handle, node));
        return left.stream()
                .flatMap(job -> catalogue.find(job).stream())
                .flatMap(job -> objection(node, job).stream())
                .findFirst();
    }

    private static Optional<String> objection(String node, JobDefinition job) {
        return job.guard()
                .objection()
                .map(why ->
                        node + " is the only node that runs " + job.name() + ". " + why + ". Only an admin may do it");
    }
}
