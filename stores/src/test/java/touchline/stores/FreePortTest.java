package touchline.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FreePortTest {
    @Test
    void eachIsFoundOnceAndNoneThatTheSystemGivesOut() throws IOException {
        Set<Integer> found = new HashSet<>();
        for (int n = 0; n < 200; n++) {
            assertThat(found.add(FreePort.find())).isTrue();
        }
        assertThat(found).allSatisfy(port -> assertThat(port).isBetween(10_240, 32_767));
    }

    @Test
    void onesThatAreInUseAreLeftOut() throws IOException {
        int before = FreePort.find();
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int port = before + 1; port <= before + 3; port++) {
                take(port).ifPresent(taken::add);
            }
            assertThat(taken).extracting(ServerSocket::getLocalPort).doesNotContain(FreePort.find());
        } finally {
            for (ServerSocket each : taken) {
                each.close();
            }
        }
    }

    /** Empty if another process uses it. */
    private static Optional<ServerSocket> take(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException used) {
            return Optional.empty();
        }
    }
}
