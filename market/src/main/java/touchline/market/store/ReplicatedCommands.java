package touchline.market.store;

import java.util.Collection;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import touchline.market.script.Acknowledged;

/** Runs commands on a pool, and returns replies that acknowledge something once replicas have it. Thread-safe. */
final class ReplicatedCommands implements CommandExecutor {
    private final PrimaryPool pool;
    private final CommandExecutor plain;
    private final ReplicaConfirmation replicas;

    ReplicatedCommands(PrimaryPool pool, ReplicaConfirmation replicas) {
        this.pool = pool;
        this.plain = new DefaultCommandExecutor(pool);
        this.replicas = replicas;
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        if (!(command instanceof Acknowledged)) {
            return plain.executeCommand(command);
        }
        ReplicaConfirmation.Link before = replicas.link();
        T reply;
        PrimaryConnection used;
        try (Connection connection = pool.getConnection()) {
            used = (PrimaryConnection) connection;
            reply = connection.executeCommand(command);
        }
        if (!(reply instanceof Collection<?> found && found.isEmpty())) { // nothing was read, so nothing has to survive
            replicas.await(before, used.server());
        }
        return reply;
    }

    @Override
    public void close() {
        pool.close();
    }
}
