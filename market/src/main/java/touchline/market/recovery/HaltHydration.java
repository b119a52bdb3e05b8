package touchline.market.recovery;

import org.jdbi.v3.core.Handle;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.halt.Halt;
import touchline.market.halt.HaltRepository;
import touchline.market.halt.HaltText;
import touchline.market.key.Keys;

/** Rebuilds the halts, so that no order passes one before a node applies them again. */
record HaltHydration(UnifiedJedis redis, Handle book) {
    void run() {
        for (Halt halt : HaltRepository.allInForce(book)) {
            redis.hset(Keys.HALTS, halt.scope().toString(), HaltText.write(halt.terms()));
        }
    }
}
