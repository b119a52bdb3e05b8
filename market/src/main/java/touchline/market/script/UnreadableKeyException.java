package touchline.market.script;

import redis.clients.jedis.exceptions.JedisDataException;

/** A script failed because a record that it touches is not what the market wrote. The record is named in {@code set_aside}, for operators. */
public final class UnreadableKeyException extends JedisDataException {
    private static final long serialVersionUID = 1L;

    UnreadableKeyException(String record, String why, JedisDataException cause) {
        super(record + " can't be read: " + why, cause);
    }
}
