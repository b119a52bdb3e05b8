package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.FrontDoor.Ended;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class StartupTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "'::'", "", "192.0.2.1"})
    void anAdminPortOpenToTheWorldIsRefused(String host, TestStores stores) throws Exception {
        Ended refused = start(stores, Map.of("ADMIN_HOST", host));

        assertThat(refused.isWell()).isFalse();
        assertThat(refused.err())
                .startsWith("touchline does not start: the admin port is open to other machines")
                .contains("ADMIN_MAY_BE_OPEN=1")
                .hasLineCount(1);
    }

    @Test
    void anAdminPortThatIsMeantToBeOpenIs(TestStores stores) throws Exception {
        OpsNode node = OpsNode.start(stores, Map.of("ADMIN_HOST", "0.0.0.0", "ADMIN_MAY_BE_OPEN", "1"));

        assertThat(node.admin("/healthcheck").statusCode()).isEqualTo(200);
        node.stop();
    }

    @Test
    void aBrokenOperatorsFileIsRefused(@TempDir Path folder, TestStores stores) throws Exception {
        Path file = Files.writeString(folder.resolve("operators.yml"), "operators: [{name: canary}]");

        Ended refused = start(stores, Map.of("OPERATORS_FILE", file.toString()));

        assertThat(refused.isWell()).isFalse();
        assertThat(refused.err())
                .startsWith("touchline does not start: the operators' file " + file + " is wrong at its operator 1")
                .doesNotContain("canary")
                .hasLineCount(1);
        Ended missing = start(stores, Map.of("OPERATORS_FILE", file + ".none"));
        assertThat(missing.err())
                .contains("isn't there; make it with 'touchline operator add")
                .hasLineCount(1);
    }

    @Test
    void withoutOperatorsNobodyGetsInAndTheAnswerSaysWhatToSet(TestStores stores) throws Exception {
        OpsNode node = OpsNode.start(stores, Map.of());

        assertThat(node.get("/v1/ops/session").statusCode()).isEqualTo(401);
        assertThat(node.get("/v1/ops/session").body()).contains("set OPERATORS_FILE");
        assertThat(node.logIn("admin", "admin").statusCode()).isEqualTo(401);
        assertThat(node.logIn("admin", "admin").body()).contains("set OPERATORS_FILE");
        assertThat(node.get("/v1/ops/probe/viewer", "Authorization", OpsNode.basic("admin", "admin"))
                        .statusCode())
                .isEqualTo(401);
        node.stop();
    }

    private static Ended start(TestStores stores, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>(TestNode.variables(stores));
        variables.putAll(more);
        return FrontDoor.run(variables, "", "server", TestNode.configuration());
    }
}
