package touchline.market;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MarketArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(MarketRules.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void packagesHaveNoCycles() {
        slices().matching("touchline.market.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageHasMoreThanFifteenFiles() {
        Map<String, Long> files = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(files.entrySet())
                .allSatisfy(one -> assertThat(one.getValue()).as(one.getKey()).isLessThanOrEqualTo(15));
    }

    /** Of names with a colon: others, as {@code waiting}, are words of the language too. */
    @Test
    void redisKeysAndChannelsAreNamedInKeysAlone() throws IOException {
        Path keys = Path.of("../market/src/main/java/touchline/market/key/Keys.java");
        List<String> literals = Pattern.compile("\"[^\"]*:[^\"]*\"")
                .matcher(Files.readString(keys))
                .results()
                .map(literal -> literal.group().substring(0, literal.group().length() - 1))
                .filter(literal -> literal.length() > 2)
                .toList();
        List<String> offenders = new ArrayList<>();
        for (String module : List.of("market", "feed", "jobs", "api", "simulator", "sandbox", "bench")) {
            for (Path file : sources(Path.of("..", module, "src/main/java"))) {
                String text = Files.readString(file);
                literals.stream()
                        .filter(text::contains)
                        .filter(literal -> !file.endsWith(keys))
                        .forEach(literal -> offenders.add(file + ": " + literal));
            }
        }

        assertThat(literals).hasSizeGreaterThan(20);
        assertThat(offenders).isEmpty();
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
