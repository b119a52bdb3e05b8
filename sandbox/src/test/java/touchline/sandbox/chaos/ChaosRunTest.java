package touchline.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run: a few faults on a whole cluster of eleven processes. {@code touchline chaos} makes long ones. */
@Tag("chaos")
class ChaosRunTest {
    @Test
    void nothingAcknowledgedIsLostOrDoubledByFaults(@TempDir Path directory) throws Exception {
        Path here = Path.of("config.yml").toAbsolutePath();
        Path configuration =
                Files.exists(here) ? here : Path.of("../config.yml").toAbsolutePath();
        String[] arguments = {
            "chaos",
            "--faults",
            "4",
            "--only",
            "stop-node,fail-over-redis,swallow-redis,fail-over-postgres",
            "--data",
            directory.toString()
        };
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            code = new ChaosRun(ChaosOptions.parse(arguments), configuration, out).run();
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        assertThat(text).containsPattern("\\| all \\| \\d+ \\| [1-9]\\d* \\| 0 \\| 0 \\|");
    }
}
