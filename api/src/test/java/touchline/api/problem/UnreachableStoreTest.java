package touchline.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Request;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A request that changes nothing can't have been executed. */
class UnreachableStoreTest {
    @ParameterizedTest
    @CsvSource({"GET, false", "HEAD, false", "POST, true", "PATCH, true", "DELETE, true"})
    void onlyAChangeMayHaveBeenExecuted(String method, boolean mayBe) {
        Request request = (Request) Proxy.newProxyInstance(
                Request.class.getClassLoader(), new Class<?>[] {Request.class}, (proxy, called, arguments) -> method);

        Problem problem = (Problem) new ProblemMapper(request)
                .toResponse(new JedisConnectionException("gone"))
                .getEntity();

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.facts()).isEqualTo(ProblemFacts.because("store"));
        assertThat(String.valueOf(problem.detail()).contains("executed")).isEqualTo(mayBe);
    }
}
