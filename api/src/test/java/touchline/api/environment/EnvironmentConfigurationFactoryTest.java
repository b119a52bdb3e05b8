package touchline.api.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import jakarta.validation.Validator;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import touchline.api.config.TouchlineConfiguration;

/** The {@code config.yml} of the repository, with hostile values in the environment. */
class EnvironmentConfigurationFactoryTest {
    @SuppressWarnings("UnusedVariable") // the parameters of tests, by name
    private static final List<String> HOSTILE = List.of(
            "@secret1",
            "a longer one, 12345 #and the rest",
            "#starts",
            "ends: ",
            "a: b",
            " space before and after ",
            "\"double\" and 'single'",
            "'",
            "\"",
            "{a: b}",
            "[a, b]",
            "{{",
            "}",
            "%",
            "%zz %41",
            "`|>&*!?-",
            "- a",
            "? a",
            "\\ \\n \\",
            "a\nb: c\n",
            "\ttab",
            "${HOME}",
            "${NOT_SET:-x}",
            "$${HOME}",
            "$1 $& $",
            "1e3",
            "0123",
            "0x10",
            "1_000",
            "yes",
            "true",
            "~",
            "null",
            ".inf",
            "2026-01-01",
            "12:30:45",
            "---",
            "...",
            "!!binary x",
            "\u00e9\u20ac\ud83d\ude00",
            "\u0007");

    // Shared by all tests: a new one inspects every class of the configuration.
    private static final ObjectMapper MAPPER = Jackson.newObjectMapper();
    private static final Validator VALIDATOR = Validators.newValidator();

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void aVariablesValueMayHaveAnyCharacters(String value) throws Exception {
        JsonNode file = new YAMLMapper().readTree(text());
        for (String name : variables()) {
            JsonNode made = new Substitution(Map.of(name, value)).apply(file);

            assertThat(texts(made).filter(value::equals).count())
                    .as(name)
                    .isGreaterThanOrEqualTo(
                            1 + texts(file).filter(value::equals).count());
            assertThat(texts(made).count()).isLessThanOrEqualTo(texts(file).count());
        }
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void secretsArriveAsTheyAre(String value) throws Exception {
        String secret = value + " and as much as makes it long enough to sign";
        TouchlineConfiguration configuration = build(Map.of(
                "DATABASE_PASSWORD",
                value,
                "DATABASE_USER",
                value,
                "TOKEN_SECRET",
                secret,
                "ALERT_WEBHOOK_SECRET",
                secret));

        assertThat(configuration.database().pool(1).getPassword()).isEqualTo(value);
        assertThat(configuration.database().pool(1).getUser()).isEqualTo(value);
        assertThat(configuration.access().secrets()).containsExactly(secret.getBytes(StandardCharsets.UTF_8));
        assertThat(Objects.requireNonNull(configuration.alerts().webhook()).secret())
                .isEqualTo(secret);
        assertThat(configuration.toString()).doesNotContain(value.length() > 5 ? value : "no such text");
    }

    /** A refusal names the variable and never prints its value. */
    @Test
    void anInvalidValueIsRefusedByNameAndNotPrinted() throws Exception {
        int refused = 0;
        for (String name : variables()) {
            for (String value : List.of("kestrel", "@kestrel #1: {", "-1 kestrel", "kestrel\n", "kestrel %zz://^")) {
                try {
                    TouchlineConfiguration made = build(Map.of(name, value));
                    assertThat(made.redis().toString() + made.database() + made.access() + made.feed() + made.alerts())
                            .doesNotContain("DATABASE_PASSWORD".equals(name) ? "kestrel" : "no such text");
                } catch (Exception e) {
                    refused++;
                    assertThat(e).as(name).hasMessageContaining(name).hasNoCause();
                    assertThat(e.getMessage())
                            .as(name)
                            .doesNotContain("kestrel")
                            .hasLineCount(1);
                }
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "JOB_THREADS, many, a whole number",
        "FEED_LIVE, soon, a duration",
        "SPORTMONKS_BASE_URL, '::', a URL",
        "HTTP_PORT, '80 80', a whole number"
    })
    void anInvalidEnumIsRefusedWithItsValues(String name, String value, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(Map.of(name, value)))
                .withMessageStartingWith(name + " must be " + words);
    }

    @Test
    void numbersAndDurationsBindWhereTheFieldIsOne() throws Exception {
        TouchlineConfiguration configuration = build(Map.of(
                "JOB_THREADS",
                "24",
                "FLUSHER_EMBEDDED",
                "1",
                "FEED_LIVE",
                "750ms",
                "BOT_WALLET",
                "0500",
                "TOKEN_LIFETIME",
                "2h"));

        assertThat(configuration.jobs().threads()).isEqualTo(24);
        assertThat(configuration.flusher().isEmbedded()).isTrue();
        assertThat(configuration.feed().live().toMilliseconds()).isEqualTo(750);
    }

    @Test
    void anEmptyVariableIsTheDefault() throws Exception {
        Map<String, String> empty = new HashMap<>();
        variables().forEach(name -> empty.put(name, ""));

        assertThat(MAPPER.valueToTree(build(empty).jobs()).toString())
                .isEqualTo(MAPPER.valueToTree(build(Map.of()).jobs()).toString());
        assertThat(build(empty).jobs().threads()).isEqualTo(16);
        assertThat(build(empty).feed().isEnabled()).isFalse();
    }

    @Test
    void aVariableMayBePartOfAValueAndOneWithoutDefaultIsNeeded() throws Exception {
        JsonNode file = new YAMLMapper().readTree("a: ['x-${ONE}-${TWO:-2}', '$${ONE}', '${ONE', '${ONE:-a:-b}', 7]");

        assertThat(new Substitution(Map.of("ONE", "@ #{1}: ${TWO}")).apply(file).toString())
                .isEqualTo("{\"a\":[\"x-@ #{1}: ${TWO}-2\",\"${ONE}\",\"${ONE\",\"@ #{1}: ${TWO}\",7]}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Substitution(Map.of()).apply(file))
                .withMessage("The variable ONE is not set, and a[0] has no default for it.");
    }

    @Test
    void invalidYamlIsRefusedByPositionWithoutItsText() {
        assertThatThrownBy(() -> build("database:\n  password: 'kestrel\n  url: \"kestrel", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("config.yml is not YAML at line ")
                .hasMessageNotContaining("kestrel")
                .hasNoCause();
    }

    private TouchlineConfiguration build(Map<String, String> variables) throws Exception {
        return build(text(), variables);
    }

    private TouchlineConfiguration build(String text, Map<String, String> variables) throws Exception {
        return new EnvironmentConfigurationFactory<>(TouchlineConfiguration.class, VALIDATOR, MAPPER, "dw", variables)
                .build(path -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "config.yml");
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : Stream.iterate(node.elements(), java.util.Iterator::hasNext, all -> all)
                        .map(java.util.Iterator::next)
                        .flatMap(EnvironmentConfigurationFactoryTest::texts);
    }

    private static SortedSet<String> variables() throws Exception {
        TreeSet<String> names = new TreeSet<>();
        Pattern.compile("\\$\\{([A-Z_]+)")
                .matcher(text().replaceAll("(?m)^#.*", ""))
                .results()
                .forEach(match -> names.add(match.group(1)));
        assertThat(names).hasSizeGreaterThan(40).contains("DATABASE_PASSWORD", "HTTP_PORT");
        return names;
    }

    private static String text() throws Exception {
        Path here = Path.of("config.yml").toAbsolutePath();
        return Files.readString(Files.exists(here) ? here : Path.of("../config.yml"));
    }
}
