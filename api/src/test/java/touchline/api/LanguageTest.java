package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Words that the project doesn't use, in code, scripts, the console and documents: they make a sentence hard to read. */
class LanguageTest {
    private static final Pattern CHECKED = Pattern.compile(".*\\.(java|lua|sql|js|css|html|md|yml|sh)|touchline");

    /** Migrations that have been applied are never changed. This class names the words itself. */
    private static final Pattern EXEMPT = Pattern.compile(".*/V([1-9]|1[0-5]|82)__\\w+\\.sql|.*/LanguageTest\\.java");

    private static final Pattern WORDS = Pattern.compile(
            "\\b(whoever|whatever|whichever|wherever|howsoever|anew|besides|thereof|he|his|him|himself"
                    + "|just now|at one go|told(?! apart)|heard|hearsay|lets go of|goes wrong|went wrong|comes to|came to"
                    + "|looks? after|looked after|doom|doomed|spoilt|hurry)\\b",
            Pattern.CASE_INSENSITIVE);

    @Test
    void wordsThatAreNotUsedAppearNowhere() throws Exception {
        List<String> found = new ArrayList<>();
        List<Path> files = RepositoryFiles.matching(
                file -> CHECKED.matcher(file.toString().replace('\\', '/')).matches()
                        && !EXEMPT.matcher(file.toString().replace('\\', '/')).matches());
        assertThat(files).hasSizeGreaterThan(500);
        for (Path file : files) {
            List<String> lines = RepositoryFiles.lines(file);
            for (int n = 0; n < lines.size(); n++) {
                Matcher word = WORDS.matcher(lines.get(n));
                while (word.find()) {
                    found.add(RepositoryFiles.ROOT.relativize(file) + ":" + (n + 1) + ": " + word.group());
                }
            }
        }

        assertThat(found).isEmpty();
    }
}
