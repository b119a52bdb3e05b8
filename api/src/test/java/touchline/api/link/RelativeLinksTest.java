package touchline.api.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RelativeLinksTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/orders,                       /v1/orders/5,           orders/5",
        "/v1/orders/,                      /v1/orders/5,           5",
        "/v1/orders/,                      /v1/orders/a:b,         ./a:b",
        "/v1/ops/jobs/a/b/trigger,         /v1/ops/executions/7,   ../../../executions/7",
        "/v1,                              /v1/orders/5,           v1/orders/5",
        "/a/b,                             /a/,                    ./",
        "/a/b,                             /c,                     ../c",
    })
    void leadsFromOnePathToTheOther(String from, String to, String link) {
        assertThat(RelativeLinks.between(from, to)).isEqualTo(link);
        for (String prefix : new String[] {"", "/touchline"}) {
            URI asked = URI.create("https://example.com" + prefix + from);
            assertThat(asked.resolve(link)).isEqualTo(URI.create("https://example.com" + prefix + to));
        }
    }

    @Test
    void leadsToTheRoot() {
        assertThat(RelativeLinks.toRoot("/console")).isEqualTo("./");
        assertThat(RelativeLinks.toRoot("/console/")).isEqualTo("../");
        assertThat(RelativeLinks.toRoot("/console/jobs/a%2Fb/c")).isEqualTo("../../../");
    }
}
