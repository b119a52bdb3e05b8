package touchline.api;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import touchline.api.operator.TestOperators;
import touchline.api.operator.TestOperators.Session;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorsFile;
import touchline.stores.junit.TestStores;

/** Two whole nodes behind a trusted proxy, on the same stores; on the other one, admins need a second factor. */
@SuppressWarnings("try") // JUnit closes it, and reports an interruption like any failure
final class OperatorAccessSetup implements AutoCloseable {
    static final List<OperatorEntry> OPERATORS = TestOperators.all();
    private static final String PROXY = "127.0.0.0/8, ::1";

    private final OperatorsFile file;
    private final TestStores stores = TestStores.open();
    private final OpsNode node;
    private final OpsNode other;

    private OperatorAccessSetup(OperatorsFile file) throws Exception {
        this.file = file;
        Map<String, String> variables =
                Map.of("OPERATORS_FILE", file.path().toString(), "OPERATORS_TRUSTED_PROXIES", PROXY);
        node = OpsNode.start(stores, variables);
        Map<String, String> strict = new HashMap<>(variables);
        strict.put("OPERATORS_TOTP_FOR_ADMINS", "1");
        other = OpsNode.start(stores, strict);
    }

    static OperatorAccessSetup start(Path folder) throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), TestOperators.CHEAP);
        file.write(OPERATORS);
        return new OperatorAccessSetup(file);
    }

    /** Restores the operators, and ends sessions and lock-outs. */
    void reset() throws Exception {
        file.write(OPERATORS);
        jdbi().useHandle(
                        handle -> handle.execute(
                                "TRUNCATE operator_sessions, operator_log_in_failures, operators, operator_log_ins, operator_totp, operator_recovery_codes"));
    }

    OperatorsFile file() {
        return file;
    }

    OpsNode node() {
        return node;
    }

    OpsNode other() {
        return other;
    }

    Jdbi jdbi() {
        return Jdbi.create(stores.dataSource());
    }

    Session session(String role) {
        return TestOperators.session(stores.dataSource(), role);
    }

    @Override
    public void close() throws Exception {
        node.stop();
        other.stop();
        stores.close();
    }
}
