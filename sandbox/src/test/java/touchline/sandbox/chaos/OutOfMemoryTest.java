package touchline.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A node without memory must end, or it would hold leases and do nothing. */
class OutOfMemoryTest {
    private static final Pattern FLAGS = Pattern.compile("-XX:\\+[A-Za-z]*OutOfMemoryError");

    /** A daemon thread runs out of memory, as one of a node would, while the main thread waits for ever. */
    static final class Hungry {
        private Hungry() {}

        public static void main(String[] args) throws Exception {
            Thread hungry = new Thread(() -> {
                List<byte[]> eaten = new ArrayList<>();
                while (eaten.size() < Integer.MAX_VALUE) {
                    eaten.add(new byte[1 << 20]);
                }
            });
            hungry.setDaemon(true);
            hungry.start();
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    @Test
    void theFlagOfTheScriptAndOfTheImageEndsTheProcess() throws Exception {
        Path root = Files.exists(Path.of("touchline")) ? Path.of("") : Path.of("..");
        String flag = flag(Files.readString(root.resolve("touchline")));
        assertThat(flag(Files.readString(root.resolve("api/pom.xml")))).isEqualTo(flag);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        flag,
                        "-Xmx16m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hungry.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String flag(String text) {
        Matcher flag = FLAGS.matcher(text);
        assertThat(flag.find()).isTrue();
        return flag.group();
    }
}
