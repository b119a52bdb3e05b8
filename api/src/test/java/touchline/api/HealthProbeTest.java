package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A probe that asks at the wrong address has a healthy node restarted for ever. */
class HealthProbeTest {
    @ParameterizedTest
    @CsvSource({
        ",,http://127.0.0.1:8081/healthcheck/alive",
        "'','',http://127.0.0.1:8081/healthcheck/alive",
        "0.0.0.0,9001,http://127.0.0.1:9001/healthcheck/alive",
        "::,9001,http://127.0.0.1:9001/healthcheck/alive",
        "10.1.2.3,8081,http://10.1.2.3:8081/healthcheck/alive",
        "fd00::5,8081,http://[fd00::5]:8081/healthcheck/alive"
    })
    void asksWhereTheNodeListens(@Nullable String host, @Nullable String port, String address) {
        Map<String, String> variables = new HashMap<>();
        if (host != null) {
            variables.put("ADMIN_HOST", host);
        }
        if (port != null) {
            variables.put("ADMIN_PORT", port);
        }
        assertThat(HealthProbe.address(variables, "alive")).hasToString(address);
    }
}
