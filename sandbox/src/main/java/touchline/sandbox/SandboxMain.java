package touchline.sandbox;

import java.util.Map;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import touchline.sandbox.demo.Demo;
import touchline.sandbox.demo.DemoOptions;

/** The process' beginning. */
final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] args) throws Exception {
        DemoOptions options;
        try {
            options = DemoOptions.parse(args);
        } catch (ArgumentParserException e) {
            e.getParser().handleError(e);
            System.exit(2);
            return;
        }
        System.exit(new Demo(options, Map.copyOf(System.getenv())).run());
    }
}
