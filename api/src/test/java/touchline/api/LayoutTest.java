package touchline.api;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sizes that keep the source of the modules readable. */
class LayoutTest {
    private static final Pattern SCRIPT = Pattern.compile(".*\\.(js|lua|sql|sh)|touchline");
    private static final int FILES_IN_A_PACKAGE = 15;
    private static final int LINES_IN_A_FILE = 300;
    private static final int MEDIAN_LINES = 60;
    private static final int HIDDEN_IN_MAIN = 50;

    @Test
    void noTwoTypesShareASimpleName() throws IOException {
        Map<String, List<Path>> names = Stream.of(sources(), javaFiles("test"))
                .flatMap(List::stream)
                .collect(groupingBy(file -> String.valueOf(file.getFileName()), Collectors.toList()));

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

    @Test
    void scriptsAreShort() throws IOException {
        List<Path> scripts =
                RepositoryFiles.matching(file -> SCRIPT.matcher(file.toString()).matches());
        assertThat(scripts)
                .hasSizeGreaterThan(100)
                .allSatisfy(file -> assertThat(RepositoryFiles.lines(file))
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(LINES_IN_A_FILE));
    }

    @Test
    void testsAreShort() throws IOException {
        assertThat(javaFiles("test"))
                .allSatisfy(file -> assertThat(RepositoryFiles.lines(file))
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(LINES_IN_A_FILE));
    }

    /** Of all source files of main code, package descriptions among them. */
    @Test
    void halfOfTheFilesHaveAtMostSixtyLines() throws IOException {
        List<Integer> lines = RepositoryFiles.matching(file -> isJava(file, "main")).stream()
                .map(file -> RepositoryFiles.lines(file).size())
                .sorted()
                .toList();

        assertThat(lines.get(lines.size() / 2)).isLessThanOrEqualTo(MEDIAN_LINES);
    }

    /** Of all types, nested ones included. Main code alone has a bound of its own, which only rises. */
    @Test
    void mostTypesAreHiddenFromOtherPackages() throws IOException {
        DeclaredTypes ofMain = DeclaredTypes.of(sources());
        DeclaredTypes ofTests = DeclaredTypes.of(javaFiles("test"));

        assertThat(100.0 * (ofMain.hidden() + ofTests.hidden()) / (ofMain.all() + ofTests.all()))
                .as("percent of all types")
                .isGreaterThanOrEqualTo(50);
        assertThat(100.0 * ofMain.hidden() / ofMain.all())
                .as("percent of the types of main code")
                .isGreaterThanOrEqualTo(HIDDEN_IN_MAIN);
    }

    /** The source files of every module's main part, package descriptions left out. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = javaFiles("main");
        assertThat(sources).hasSizeGreaterThan(500);
        return sources;
    }

    private static List<Path> javaFiles(String part) throws IOException {
        return RepositoryFiles.matching(file -> isJava(file, part) && !file.endsWith("package-info.java"));
    }

    private static boolean isJava(Path file, String part) {
        return file.getNameCount() > 4
                && file.subpath(1, 4).equals(Path.of("src", part, "java"))
                && file.toString().endsWith(".java");
    }
}
