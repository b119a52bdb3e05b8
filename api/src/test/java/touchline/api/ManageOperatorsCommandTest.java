package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.api.FrontDoor.Ended;

class ManageOperatorsCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void begin() {
        file = folder.resolve("operators.yml");
    }

    @Test
    void aPasswordIsMadeAndPrintedOnceAndOnlyItsHashIsKept() throws Exception {
        Ended added = run(Map.of(), "", "add", "ann", "--role", "admin");

        assertThat(added.isWell()).isTrue();
        assertThat(added.out())
                .matches("\\{\"added\":\"ann\",\"role\":\"admin\",\"password\":\"([a-z2-9]{6}-){3}[a-z2-9]{6}\"}\n");
        String password = added.out().replaceFirst("(?s).*\"password\":\"([^\"]+)\".*", "$1");
        assertThat(file)
                .content()
                .contains("\"ann\"", "role: admin", "pbkdf2-sha512$210000$")
                .doesNotContain(password);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void aPasswordFromStandardInputIsNotPrinted() throws Exception {
        Ended added = run("a long password\nand more", "add", "ann", "--role", "viewer", "--password-stdin");

        assertThat(added.isWell()).isTrue();
        assertThat(added.out()).isEqualTo("{\"added\":\"ann\",\"role\":\"viewer\"}\n");
        assertThat(file).content().doesNotContain("a long password");
    }

    @Test
    void addingAnOperatorAgainReplacesOnlyThatOne() throws Exception {
        run("", "add", "ann", "--role", "admin");
        run("", "add", "bob", "--role", "viewer");

        assertThat(run("", "add", "ann", "--role", "operator").out())
                .startsWith("{\"replaced\":\"ann\",\"role\":\"operator\"");
        assertThat(run("", "list").out())
                .contains("\"name\":\"ann\"", "\"role\":\"operator\"", "\"name\":\"bob\"", "\"role\":\"viewer\"")
                .doesNotContain("pbkdf2");
        assertThat(run("", "remove", "ann").isWell()).isTrue();
        assertThat(run("", "list").out()).contains("bob").doesNotContain("ann");
        assertThat(run("", "remove", "bob").isWell()).isTrue();
        assertThat(run("", "list").out()).isEqualTo("{\"operators\":[]}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add ann --role boss | a role is viewer, operator or admin",
                "add Ann --role admin | an operator's name is 1 to 64 of",
                "add a:b --role admin | an operator's name is 1 to 64 of",
                "add ann --role admin --password-stdin | a password is a line of 12 to 128 characters",
                "remove ann | there is no operator of that name"
            })
    void anErrorIsOneLineAndChangesNothing(String arguments, String why) throws Exception {
        Ended refused = run("short\n", arguments.split(" "));

        assertThat(refused.isWell()).isFalse();
        assertThat(refused.err()).startsWith("operator: " + why).hasLineCount(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void aBrokenFileIsNotWrittenOver() throws Exception {
        Files.writeString(file, "operators: nobody");

        Ended refused = run("", "add", "ann", "--role", "admin");

        assertThat(refused.isWell()).isFalse();
        assertThat(refused.err()).contains("must be a list under 'operators:'").hasLineCount(1);
        assertThat(file).hasContent("operators: nobody");
    }

    @Test
    void withoutAFileTheVariableIsNamed() throws Exception {
        Ended refused = FrontDoor.run(Map.of(), "", "operator", "--config", TestNode.configuration(), "list");

        assertThat(refused.isWell()).isFalse();
        assertThat(refused.err()).contains("OPERATORS_FILE is not set");
    }

    private Ended run(String input, String... arguments) throws Exception {
        return run(Map.of("OPERATORS_PASSWORD_ITERATIONS", "1000"), input, arguments);
    }

    private Ended run(Map<String, String> more, String input, String... arguments) throws Exception {
        String[] all = Stream.concat(Stream.of("operator", "--config", TestNode.configuration()), Stream.of(arguments))
                .toArray(String[]::new);
        Map<String, String> variables = new HashMap<>(more);
        variables.put("OPERATORS_FILE", file.toString());
        variables.put("LOG_LEVEL", "ERROR");
        return FrontDoor.run(variables, input, all);
    }
}
