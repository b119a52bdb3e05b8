package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JVM reads these once, so setting them here changes no look-up. */
class TouchlineMainTest {
    private static final String LAST = "networkaddress.cache.ttl";

    private String before;

    @BeforeEach
    void keep() {
        before = String.valueOf(Security.getProperty(LAST));
    }

    @AfterEach
    void restore() {
        Security.setProperty(LAST, before.equals("null") ? "" : before);
        System.clearProperty("sun.net.inetaddr.ttl");
    }

    @Test
    void namesOfStoresAreLookedUpAgainAfterSeconds() {
        Security.setProperty(LAST, "");

        TouchlineMain.followNames();

        assertThat(Integer.parseInt(Security.getProperty(LAST))).isBetween(1, 5);
    }

    @Test
    void whatTheOperatorSetsCounts() {
        Security.setProperty(LAST, "60");
        TouchlineMain.followNames();
        assertThat(Security.getProperty(LAST)).isEqualTo("60");

        Security.setProperty(LAST, "");
        System.setProperty("sun.net.inetaddr.ttl", "20");
        TouchlineMain.followNames();
        assertThat(Security.getProperty(LAST)).isEmpty();
    }
}
