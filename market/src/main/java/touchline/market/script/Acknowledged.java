package touchline.market.script;

import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;

/**
 * A command whose reply tells somebody that something was done. A client that demands replicas returns it only once enough of them have everything that was
 * written before; any other client returns it at once.
 */
public final class Acknowledged<T> extends CommandObject<T> {
    private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

    private Acknowledged(CommandArguments arguments, Builder<T> reply) {
        super(arguments, reply);
    }

    /** Makes a command wait. */
    public static <T> Acknowledged<T> of(CommandObject<T> command) {
        return new Acknowledged<>(command.getArguments(), command.getBuilder());
    }

    /** The builder of commands. */
    public static CommandObjects commands() {
        return COMMANDS;
    }

    /**
     * Returns once enough replicas have everything that was written before.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if that takes too long: whether they have it is unknown
     */
    public static void everything(UnifiedJedis redis) {
        redis.executeCommand(new Acknowledged<>(new CommandArguments(Protocol.Command.PING), BuilderFactory.STRING));
    }
}
