package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.market.Refusal;

/** docs/errors.md names every type of problem that the code can give, and no other. */
class ErrorsDocumentTest {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of(TestNode.configuration()).normalize().getParent());
    private static final Pattern MADE = Pattern.compile("(?:Problem\\.of|new Problem)\\(\\s*\"([a-z-]+)\"");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}|any other) \\|", Pattern.MULTILINE);

    @Test
    void everyTypeThatTheCodeCanGiveIsInTheTable() throws Exception {
        Set<String> given = new TreeSet<>();
        Arrays.stream(Refusal.values())
                .map(Problems::refused)
                .map(Problem::type)
                .forEach(given::add);
        try (Stream<Path> sources = Files.walk(ROOT.resolve("api/src/main/java"))) {
            for (Path source :
                    sources.filter(one -> one.toString().endsWith(".java")).toList()) {
                Matcher made = MADE.matcher(Files.readString(source));
                while (made.find()) {
                    given.add(made.group(1));
                }
            }
        }
        Set<String> told = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/errors.md")));
        while (row.find()) {
            assertThat(told.add(row.group(1)))
                    .as(row.group(1) + " stands there once")
                    .isTrue();
        }

        assertThat(told).isEqualTo(given);
        assertThat(given).hasSizeGreaterThan(20);
    }
}
