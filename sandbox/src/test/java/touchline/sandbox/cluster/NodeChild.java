package touchline.sandbox.cluster;

import java.util.Map;
import touchline.api.TouchlineApplication;
import touchline.market.settlement.SettlementListener;

/** A node as a process. With HALT_AFTER set to a settlement's step it dies there, after the step took effect and before that is written down. */
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
