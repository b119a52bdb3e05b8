package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A command line that can't work is refused in one sentence, before any store starts. */
class DemoOptionsTest {
    @Test
    void aPortOutOfRangeIsRefused() throws Exception {
        for (String port : new String[] {"-1", "65536", "99999"}) {
            assertThatThrownBy(() -> DemoOptions.parse(new String[] {"demo", "--http-port", port}))
                    .as(port)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("--http-port must be from 0 to 65535");
            assertThatThrownBy(() -> TokenCommand.parse(new String[] {"token", "alice", "--http-port", port}, Map.of()))
                    .as(port)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("--http-port must be from 1 to 65535");
        }
        assertThat(DemoOptions.parse(new String[] {"demo", "--http-port", "0"}).httpPort())
                .isZero();
    }

    @Test
    void aTakenPortIsRefusedBeforeStoresStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            Demo demo = new Demo(DemoOptions.parse(new String[] {"demo", "--http-port", port}), Map.of());

            assertThatThrownBy(demo::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("port " + port + " can't be opened")
                    .hasMessageEndingWith("choose another one with --http-port");
        }
        DemoOptions.parse(new String[] {"demo", "--http-port", "0"}).requireFreePort();
    }
}
