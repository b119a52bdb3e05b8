package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every link of a document to a file, a heading or a line of this repository leads there. A link to a line has a title, such as {@code (Drainer.java#L139 "moveOffset")},
 * which has to be near that line. Tests that a document names exist.
 */
class DocumentLinksTest {
    /** Inline, or the definition of a reference at the start of a line. */
    private static final Pattern LINK =
            Pattern.compile("(?:\\]\\(|(?m:^)\\[[^\\]]+\\]: )([^)\\s]+)(?: \"([^\"]+)\")?\\)?");

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Cases))`");
    private static final Pattern LINE = Pattern.compile("L(\\d+)");
    private static final int NEAR = 20;

    @Test
    void everyLinkLeadsSomewhere() throws Exception {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : RepositoryFiles.matching(file -> file.toString().endsWith(".md"))) {
            Matcher found = LINK.matcher(Files.readString(document).replaceAll("(?ms)^```.*?^```", ""));
            while (found.find()) {
                String link = found.group(1);
                if (!link.matches("[a-z]+:.*")) {
                    links++;
                    if (!leadsSomewhere(document, link, found.group(2))) {
                        broken.add(RepositoryFiles.ROOT.relativize(document) + ": " + link);
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    /** The changelog names those of its time. */
    @Test
    void everyTestThatADocumentNamesExists() throws Exception {
        Set<String> sources = RepositoryFiles.matching(file -> file.toString().endsWith(".java")).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Path document : RepositoryFiles.matching(
                file -> file.toString().endsWith(".md") && !file.toString().endsWith("CHANGELOG.md"))) {
            Matcher named = TEST.matcher(Files.readString(document));
            while (named.find()) {
                if (!sources.contains(named.group(1) + ".java")) {
                    missing.add(RepositoryFiles.ROOT.relativize(document) + ": " + named.group(1));
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String link, @Nullable String title) throws Exception {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document
                : Objects.requireNonNull(document.getParent()).resolve(parts[0]).normalize();
        if (!Files.exists(target) || parts.length == 1) {
            return Files.exists(target);
        }
        Matcher line = LINE.matcher(parts[1]);
        List<String> lines = RepositoryFiles.lines(target);
        if (line.matches()) {
            int number = Integer.parseInt(line.group(1));
            return title != null
                    && lines.stream()
                            .skip(Math.max(0, number - NEAR))
                            .limit(2 * NEAR)
                            .anyMatch(text -> text.contains(title));
        }
        return lines.stream()
                .filter(text -> text.startsWith("#"))
                .anyMatch(text -> anchor(text).equals(parts[1]));
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ *", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
