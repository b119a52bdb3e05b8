package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps the scripts readable: names instead of numbers, and the entries of the outbox in one place. */
class ScriptLayoutTest {
    private static final Path SCRIPTS = Path.of("../market/src/main/resources/touchline/market");
    private static final Pattern BY_NUMBER = Pattern.compile("\\b(KEYS|ARGV)\\[\\d+]");
    private static final Pattern ENTRY = Pattern.compile("XADD', *(stream|'outbox|outbox)|'type', '");

    @Test
    void keysAndArgumentsAreNamedInTheFirstLines() throws IOException {
        List<String> offenders = new ArrayList<>();
        for (Path script : scripts()) {
            boolean named = false;
            List<String> lines = Files.readAllLines(script);
            for (int n = 0; n < lines.size(); n++) {
                String line = lines.get(n);
                if (line.isBlank() || line.startsWith("--")) {
                    continue;
                }
                boolean names = !named
                        && line.startsWith("local ")
                        && BY_NUMBER.matcher(line).find();
                named = named || !names;
                if (named && BY_NUMBER.matcher(line).find()) {
                    offenders.add(script + ":" + (n + 1) + ": " + line.trim());
                }
            }
        }

        assertThat(offenders).isEmpty();
    }

    @Test
    void entriesOfTheOutboxAreWrittenInOnePlace() throws IOException {
        assertThat(scripts().stream()
                        .filter(script -> ENTRY.matcher(read(script)).find()))
                .containsExactly(SCRIPTS.resolve("script/outbox.lua"));
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".lua"))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
