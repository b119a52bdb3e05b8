package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.lifecycle.Managed;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jdbi.v3.core.Jdbi;
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
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void anAdminPortOpenToOtherMachinesIsRefused(String host, TestStores stores) throws Exception {
        Ended refused = start(stores, Map.of("ADMIN_HOST", host));

        assertThat(refused.isWell()).isFalse();
        assertThat(refused.err())
                .startsWith("touchline does not start: the admin port is open to other machines")
                .contains("ADMIN_MAY_BE_OPEN=1")
                .hasLineCount(1);
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

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/8,proxy_1", "10.0.0.0/64", "0.0.0.0/0"})
    void proxiesThatAreNoAddressesAreRefused(String proxies, TestStores stores) throws Exception {
        Ended refused = start(stores, Map.of("OPERATORS_TRUSTED_PROXIES", proxies));

        assertThat(refused.isWell()).isFalse();
        assertThat(refused.err())
                .contains("OPERATORS_TRUSTED_PROXIES", "entry " + proxies.split(",", -1).length)
                .doesNotContain("\tat ");
    }

    @Test
    void aNodeOpensItsPortsLastAndRefusesOperatorsWithoutAFile(TestStores stores) throws Exception {
        List<Server> servers = new CopyOnWriteArrayList<>();
        List<String> openTooEarly = new CopyOnWriteArrayList<>();
        Map<String, String> open = Map.of("ADMIN_HOST", "0.0.0.0", "ADMIN_MAY_BE_OPEN", "1");
        OpsNode node = OpsNode.start(stores, open, environment -> {
            environment.lifecycle().addEventListener(new LifeCycle.Listener() {
                @Override
                public void lifeCycleStarting(LifeCycle starting) {
                    if (starting instanceof Server it) {
                        servers.add(it);
                    }
                }
            });
            environment.lifecycle().manage(new Managed() {
                @Override
                public void start() {
                    servers.stream()
                            .flatMap(one -> Arrays.stream(one.getConnectors()))
                            .filter(one -> ((ServerConnector) one).isOpen())
                            .forEach(one -> openTooEarly.add(one.getName()));
                }
            });
        });
        try {
            assertThat(node.get("/v1/status").statusCode()).isEqualTo(200);
            assertThat(servers).hasSize(1);
            assertThat(openTooEarly)
                    .as("clients would wait on open connections without an answer")
                    .isEmpty();
            assertThat(node.admin("/healthcheck").statusCode()).isEqualTo(200);
            assertNobodyGetsInWithoutOperators(node);
        } finally {
            node.stop();
        }
    }

    private static void assertNobodyGetsInWithoutOperators(OpsNode node) throws Exception {
        assertThat(node.get("/v1/ops/session").statusCode()).isEqualTo(401);
        assertThat(node.get("/v1/ops/session").body()).contains("set OPERATORS_FILE");
        assertThat(node.logIn("admin", "admin").statusCode()).isEqualTo(401);
        assertThat(node.logIn("admin", "admin").body()).contains("set OPERATORS_FILE");
        assertThat(node.get("/v1/ops/probe/viewer", "Authorization", OpsNode.basic("admin", "admin"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aNodeWhosePortIsTakenDoesNotJoinTheCluster(TestStores stores) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Ended refused = start(stores, Map.of("HTTP_PORT", Integer.toString(taken.getLocalPort())));

            assertThat(refused.isWell()).isFalse();
            assertThat(refused.err()).startsWith("touchline does not start: a port is taken");
        }
        int nodes = Jdbi.create(stores.dataSource())
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM job_nodes")
                        .mapTo(Integer.class)
                        .one());
        assertThat(nodes).isZero();
    }

    private static Ended start(TestStores stores, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>(TestNode.variables(stores));
        variables.putAll(more);
        return FrontDoor.run(variables, "", "server", TestNode.configuration());
    }
}
