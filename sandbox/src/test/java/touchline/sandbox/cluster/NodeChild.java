package touchline.sandbox.cluster;

import java.util.Map;
import touchline.api.TouchlineApplication;
import touchline.market.settlement.SettlementListener;

/** The main class of a node process. HALT_AFTER names a settlement step: the process halts after its effect and before its record. */
final class NodeChild {
    private NodeChild() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> environment = System.getenv();
        String haltAfter = environment.getOrDefault("HALT_AFTER", "");
        SettlementListener failpoint = (fixture, step, affected) -> {
            if (step.name().equals(haltAfter)) {
                Runtime.getRuntime().halt(137);
            }
        };
        TouchlineApplication node = new TouchlineApplication(environment, failpoint);
        node.run("server", args[0]);
        System.out.println("PORT " + node.httpPort());
    }
}
