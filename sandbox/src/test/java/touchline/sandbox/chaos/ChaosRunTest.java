package touchline.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.clock.ServerClock;
import touchline.stores.junit.ToolCheck;

/**
 * A short run: a node dies, both stores fail over, and their clocks are set, all under load. With {@code -Dchaos} on the whole cluster of eleven processes, with other faults too;
 * {@code touchline chaos} makes long ones. It asserts outcomes, never times.
 */
class ChaosRunTest {
    private static final boolean CLOCKS = ToolCheck.shouldRun(ServerClock.isSettable());
    private static final String CLOCK_KINDS = CLOCKS ? ",set-redis-clock,set-postgres-clock" : "";
    private static final List<String> FAULTS = System.getProperty("chaos") == null
            ? List.of(
                    "--small",
                    "--faults",
                    CLOCKS ? "5" : "3",
                    "--only",
                    "kill-node,fail-over-redis,fail-over-postgres" + CLOCK_KINDS)
            : List.of(
                    "--faults",
                    CLOCKS ? "6" : "4",
                    "--only",
                    "stop-node,fail-over-redis,swallow-redis,fail-over-postgres" + CLOCK_KINDS);

    @Test
    void nothingAcknowledgedIsLostOrDoubledByFaults(@TempDir Path directory) throws Exception {
        Path here = Path.of("config.yml").toAbsolutePath();
        Path configuration =
                Files.exists(here) ? here : Path.of("../config.yml").toAbsolutePath();
        List<String> arguments = new ArrayList<>(List.of("chaos", "--data", directory.toString()));
        arguments.addAll(FAULTS);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            code = new ChaosRun(ChaosOptions.parse(arguments.toArray(String[]::new)), configuration, out).run();
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        assertThat(text)
                .containsPattern("\\| kill -9 Redis, fail over \\| 1 \\|")
                .containsPattern(CLOCKS ? "\\| set the clock of Redis by an hour \\| 1 \\|" : "")
                .containsPattern(CLOCKS ? "\\| set the clock of Postgres by an hour \\| 1 \\|" : "")
                .containsPattern("\\| kill -9 Postgres, promote the standby \\| 1 \\|")
                .containsPattern("\\| all \\| [3-6] \\| [1-9]\\d* \\| 0 \\| 0 \\|");
    }
}
