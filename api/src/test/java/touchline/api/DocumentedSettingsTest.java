package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Settings and variables that documents name are those of {@code config.yml}. The changelog names those of its time. */
class DocumentedSettingsTest {
    private static final Pattern SETTING = Pattern.compile("`([a-z][A-Za-z]+(?:\\.[A-Za-z]+)+)`");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final Pattern NAME = Pattern.compile("\\b([A-Z]+(?:_[A-Z]+)+)\\b");

    @Test
    void everySettingOfADocumentExists() throws Exception {
        JsonNode configuration = new ObjectMapper(new YAMLFactory()).readTree(text("config.yml"));
        List<String> unknown = new ArrayList<>();
        int known = 0;
        for (Path document : documents()) {
            Matcher settings = SETTING.matcher(Files.readString(document));
            while (settings.find()) {
                String setting = settings.group(1);
                if (configuration.has(setting.substring(0, setting.indexOf('.'))) && !setting.endsWith(".yml")) {
                    known++;
                    if (configuration.at("/" + setting.replace('.', '/')).isMissingNode()) {
                        unknown.add(document.getFileName() + ": " + setting);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(known).isGreaterThan(20);
    }

    @Test
    void everyVariableOfADocumentExists() throws Exception {
        Set<String> known = new TreeSet<>();
        for (String file : List.of("config.yml", "compose.yaml")) {
            Matcher variables = VARIABLE.matcher(text(file));
            while (variables.find()) {
                known.add(variables.group(1));
            }
        }
        Set<String> groups = known.stream()
                .map(name -> name.substring(0, name.indexOf('_') + 1))
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (Path document : documents()) {
            Matcher names = NAME.matcher(Files.readString(document));
            while (names.find()) {
                String name = names.group(1);
                if (groups.contains(name.substring(0, name.indexOf('_') + 1)) && !known.contains(name)) {
                    unknown.add(document.getFileName() + ": " + name);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<Path> documents() throws Exception {
        return RepositoryFiles.matching(
                file -> file.toString().endsWith(".md") && !file.toString().endsWith("CHANGELOG.md"));
    }

    private static String text(String file) throws Exception {
        return Files.readString(RepositoryFiles.ROOT.resolve(file));
    }
}
