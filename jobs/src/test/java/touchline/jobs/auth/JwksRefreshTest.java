package touchline.jobs.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;
import touchline.jobs.auth.JwksRefresh.Because;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Records of the refresh that a hand or another program has overwritten. */
@ExtendWith(StoresExtension.class)
final class JwksRefreshTest {
    private static final GoogleSettings GOOGLE =
            GoogleSettings.of("touchline", URI.create("https://keys.example/jwks"), "https://google.example");

    private RedisClient redis;
    private Jdbi jdbi;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        jdbi = Jdbi.create(stores.dataSource());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aNoteOfTheLastFetchThatHasNoEndPreventsNoOther() {
        JwksRefresh refresh = new JwksRefresh(GOOGLE, jdbi, redis);
        for (Runnable overwrite : List.<Runnable>of(
                () -> redis.set("jwks:last-fetch", "UNKNOWN_KEY"),
                () -> redis.hset("jwks:last-fetch", "of", "another program"),
                () -> redis.set(
                        "jwks:last-fetch", "UNKNOWN_KEY", SetParams.setParams().ex(86_400)))) {
            redis.del("jwks:last-fetch");
            overwrite.run();

            assertThat(refresh.needless(Because.UNKNOWN_KEY)).isEmpty();
            assertThat(refresh.needless(Because.UNKNOWN_KEY)).as("the next one").isPresent();
            assertThat(refresh.needless(Because.NONE_THERE)).isPresent();
            assertThat(redis.pttl("jwks:last-fetch")).isBetween(1L, 30_000L);
        }
    }

    @Test
    void keysOfTheFutureAreNotBelievedForEver() throws Exception {
        String keys = new JWKSet(
                        new ECKeyGenerator(Curve.P_256).keyID("k1").generate().toPublicJWK())
                .toString();
        List<Because> asked = new ArrayList<>();
        GoogleKeys google = new GoogleKeys(GOOGLE, jdbi, asked::add);
        store(keys, "1 hour");
        google.reloadOrAsk();
        assertThat(google.find("k1")).as("clocks may differ").isPresent();

        store(keys, "10 years");
        google.reloadOrAsk();

        assertThat(google.isOutOfDate()).isTrue();
        assertThat(google.find("k1")).isEmpty();
        assertThat(asked).containsExactly(Because.UNKNOWN_KEY);
    }

    private void store(String keys, String ahead) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO jwks_cache (issuer, keys, fetched_at) VALUES (?, ?::jsonb, now() + ?::interval)
                ON CONFLICT (issuer) DO UPDATE SET fetched_at = excluded.fetched_at
                """, GOOGLE.issuer(), keys, ahead));
    }
}
