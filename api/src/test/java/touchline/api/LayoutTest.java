package touchline.api;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes that keep the source of the modules readable. */
class LayoutTest {
    private static final int FILES_IN_A_PACKAGE = 15;
    private static final int LINES_IN_A_FILE = 300;

    @Test
    void noTwoTypesShareASimpleName() throws IOException {
        Map<String, List<Path>> names =
                sources().stream().collect(groupingBy(file -> String.valueOf(file.getFileName()), Collectors.toList()));

        assertThat(names.values()).allSatisfy(files -> assertThat(files).hasSize(1));
    }

    @Test
    void packagesAreSmall() throws IOException {
        Map<String, Long> packages = sources().stream()
                .collect(groupingBy(
                        file -> String.valueOf(
                                RepositoryFiles.ROOT.relativize(file).getParent()),
                        counting()));

        assertThat(packages)
                .allSatisfy((name, files) -> assertThat(files).as(name).isLessThanOrEqualTo(FILES_IN_A_PACKAGE));
    }

    @Test
    void filesAreShort() throws IOException {
        assertThat(sources())
                .allSatisfy(file -> assertThat(RepositoryFiles.lines(file))
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(LINES_IN_A_FILE));
    }

    /** The modules whose test classes are split by subject. */
    @ParameterizedTest
    @ValueSource(strings = {"market", "scheduler"})
    void testsAreShort(String module) throws IOException {
        List<Path> tests = RepositoryFiles.matching(file -> file.startsWith(Path.of(module, "src", "test", "java"))
                && file.toString().endsWith(".java"));

        assertThat(tests)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(RepositoryFiles.lines(file))
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(LINES_IN_A_FILE));
    }

    /** The source files of every module's main part, package descriptions left out. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = RepositoryFiles.matching(file -> file.getNameCount() > 4
                && file.subpath(1, 4).equals(Path.of("src", "main", "java"))
                && file.toString().endsWith(".java")
                && !file.endsWith("package-info.java"));
        assertThat(sources).hasSizeGreaterThan(500);
        return sources;
    }
}
