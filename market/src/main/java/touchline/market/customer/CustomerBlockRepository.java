package touchline.market.customer;

import java.util.List;
import org.jdbi.v3.core.Handle;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.TradeOutcome;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.wallet.UserId;

/**
 * Blocks of users. The book keeps them, and Redis enforces them: call {@link #enforce} last in the transaction that changes the row, and roll back if it is refused.
 */
public final class CustomerBlockRepository {
    private static final LuaScript BLOCK = LuaScript.beside(CustomerBlockRepository.class, "customer_block");

    private final UnifiedJedis redis;

    public CustomerBlockRepository(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Adds a block; false if there is one already. */
    public boolean add(Handle book, UserId user, String by, String reason) {
        return book.createUpdate("""
                        INSERT INTO customer_blocks (user_id, actor, reason) VALUES (:user, :by, :reason) ON CONFLICT (user_id) DO NOTHING
                        """)
                        .bind("user", user.value())
                        .bind("by", by)
                        .bind("reason", reason)
                        .execute()
                == 1;
    }

    /** Removes a block; false if there is none. */
    public boolean remove(Handle book, UserId user) {
        return book.createUpdate("DELETE FROM customer_blocks WHERE user_id = :user")
                        .bind("user", user.value())
                        .execute()
                == 1;
    }

    /** Makes the market refuse what a blocked user buys and opens, or accept it again. */
    public TradeOutcome<String> enforce(UserId user, boolean isBlocked) {
        return BLOCK.run(redis, List.of(Keys.wallet(user)), List.of(isBlocked ? "1" : ""))
                .outcome(Reply::word);
    }
}
