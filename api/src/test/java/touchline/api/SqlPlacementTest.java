package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A reader who looks for a statement opens classes of a few names only. */
class SqlPlacementTest {
    /** The start of a statement, in a text block or in a string. A query that begins with "SELECT 1" is how pools check a connection. */
    private static final Pattern STATEMENT = Pattern.compile(
            "(^\\s*\\(?|\")(SELECT(?! 1[ \"])|INSERT INTO|UPDATE|DELETE FROM|WITH|SET LOCAL)\\s+[\\w(*:'%]");

    private static final Pattern SCHEDULER_TABLE =
            Pattern.compile("(FROM|JOIN|INTO|UPDATE) (job_(?!name|group)\\w+|qrtz_\\w+)");

    private static final Pattern HOLDS_SQL = Pattern.compile("\\w*(Repository|Query|Store)\\.java");

    @Test
    void statementsAreInRepositories() throws IOException {
        List<Path> sources = sources("scheduler", "market", "feed", "jobs", "api");

        assertThat(found(sources, STATEMENT)).isEmpty();
        assertThat(sources).hasSizeGreaterThan(600);
    }

    @Test
    void onlyTheSchedulerReadsItsTables() throws IOException {
        assertThat(found(sources("market", "feed", "jobs", "api"), SCHEDULER_TABLE))
                .isEmpty();
    }

    private static List<String> found(List<Path> sources, Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            boolean holdsSql = pattern == STATEMENT
                    && HOLDS_SQL.matcher(String.valueOf(source.getFileName())).matches();
            List<String> lines = holdsSql ? List.of() : RepositoryFiles.lines(source);
            for (int n = 0; n < lines.size(); n++) {
                if (pattern.matcher(lines.get(n)).find()) {
                    found.add(RepositoryFiles.ROOT.relativize(source) + ":" + (n + 1) + ": "
                            + lines.get(n).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> sources(String... modules) throws IOException {
        return RepositoryFiles.matching(file -> file.getNameCount() > 4
                && file.toString().endsWith(".java")
                && List.of(modules).contains(String.valueOf(file.getName(0)))
                && file.subpath(1, 4).equals(Path.of("src", "main", "java")));
    }
}
