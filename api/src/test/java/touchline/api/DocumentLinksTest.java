package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link of a document to a file, a heading or a line of this repository leads there. */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern LINE = Pattern.compile("L(\\d+)(?:-L(\\d+))?");

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
                    if (!leadsSomewhere(document, link)) {
                        broken.add(RepositoryFiles.ROOT.relativize(document) + ": " + link);
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    private static boolean leadsSomewhere(Path document, String link) throws Exception {
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
            String last = line.group(2) == null ? line.group(1) : line.group(2);
            return Integer.parseInt(last) <= lines.size();
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
