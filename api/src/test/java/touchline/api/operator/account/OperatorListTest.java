package touchline.api.operator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorListTest {
    private static final PasswordCost CHEAP = new PasswordCost(1_000);
    private static final PasswordHash HASH = CHEAP.hash("a password");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path path;

    @SuppressWarnings("NullAway.Init")
    private OperatorsFile file;

    @BeforeEach
    void begin() throws Exception {
        path = folder.resolve("operators.yml");
        file = new OperatorsFile(path, CHEAP);
        file.write(List.of(entry("ann", Role.ADMIN), entry("vic", Role.VIEWER)));
    }

    @Test
    void whatWasWrittenIsReadAndOnlyItsOwnerMay() throws Exception {
        assertThat(file.read().keySet()).containsExactlyInAnyOrder("ann", "vic");
        OperatorEntry ann = OperatorList.of(file).find("ann").orElseThrow();
        assertThat(ann.role()).isEqualTo(Role.ADMIN);
        assertThat(ann.password().encoded()).isEqualTo(HASH.encoded());
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void hashesOfALowerCostThanConfiguredAreRefused() {
        assertThatThrownBy(() -> new OperatorsFile(path).read())
                .isInstanceOf(OperatorsFile.Broken.class)
                .hasMessageContaining("at least 210000 iterations");
    }

    @Test
    void hashesOfBeforeARaisedCostStayValid() throws Exception {
        String recommended =
                "pbkdf2-sha512$210000$YWFhYWFhYWFhYWFhYWFhYQ==$c2rzgUImXq1U/+LUqtRgcrOYVoaVmUrK97kUa8M6QjE=";
        file.write(List.of(new OperatorEntry("ann", Role.ADMIN, PasswordHash.parse(recommended))));

        assertThat(new OperatorsFile(path, new PasswordCost(600_000)).read()).containsKey("ann");
    }

    @Test
    void aLinkToTheFileStaysALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.yml"), path);

        new OperatorsFile(link).write(List.of());

        assertThat(link).isSymbolicLink();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void aChangeOfTheFileIsSeenAtTheNextQuestion() throws Exception {
        OperatorList operators = OperatorList.of(file);
        assertThat(operators.find("ann")).isPresent();
        assertThat(operators.find("new")).isEmpty();
        String before = operators.find("vic").orElseThrow().fingerprint();

        file.write(List.of(entry("new", Role.VIEWER), entry("vic", Role.OPERATOR)));

        assertThat(operators.find("new")).isPresent();
        assertThat(operators.find("ann")).isEmpty();
        assertThat(operators.find("vic").orElseThrow().fingerprint()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "operators: {}",
                "operators: [",
                "people: []",
                "operators: []\nmore: 1",
                "operators: []\noperators: []",
                "operators: [{name: ann, role: admin}]",
                "operators: [{name: ann, role: admin, password: canary}]",
                "operators: [{name: 'Ann Canary', role: admin, password: \"@\"}]",
                "operators: [{name: ann, role: canary, password: \"@\"}]",
                "operators: [{name: ann, role: admin, password: \"@\", extra: canary}]",
                "operators: [{name: ann, role: admin, password: \"@\"}, {name: ann, role: viewer, password: \"@\"}]"
            })
    void aBrokenFileIsRefusedAtFirstAndChangesNothingLater(String text) throws Exception {
        OperatorList operators = OperatorList.of(file);

        Files.writeString(path, text.replace("@", HASH.encoded()));

        assertThat(operators.find("ann")).isPresent();
        assertThatThrownBy(() -> OperatorList.of(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the operators' file " + path)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainIgnoringCase("canary"));
    }

    @Test
    void aFileThatAnyoneMayWriteIsNotBelieved() throws Exception {
        OperatorList operators = OperatorList.of(file);

        file.write(List.of(entry("eve", Role.ADMIN)));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(operators.find("eve")).isEmpty();
        assertThat(operators.find("ann")).isPresent();
        assertThatThrownBy(() -> OperatorList.of(file)).hasMessageContaining("may be written by anyone");

        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        assertThat(operators.find("eve")).isPresent();
    }

    @Test
    void aFileThatIsGoneLeavesTheOperatorsAsTheyWere() throws Exception {
        OperatorList operators = OperatorList.of(file);

        Files.delete(path);

        assertThat(operators.find("ann")).isPresent();
        assertThatThrownBy(() -> OperatorList.of(file)).hasMessageContaining("isn't there; make it with");
    }

    @Test
    void withoutAFileThereIsNobody() {
        assertThat(OperatorList.ofNobody().isConfigured()).isFalse();
        assertThat(OperatorList.ofNobody().find("ann")).isEmpty();
    }

    private static OperatorEntry entry(String name, Role role) {
        return new OperatorEntry(name, role, HASH);
    }
}
