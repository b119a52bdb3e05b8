package touchline.sandbox;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.util.Map;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import touchline.sandbox.demo.Demo;
import touchline.sandbox.demo.DemoOptions;
import touchline.stores.DirectoryInUseException;

/** The process' beginning. */
final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.ERROR); // until the configuration says otherwise
        DemoOptions options;
        try {
            options = DemoOptions.parse(args);
        } catch (ArgumentParserException e) {
            e.getParser().handleError(e);
            System.exit(2);
            return;
        }
        int code = 1;
        try {
            code = new Demo(options, Map.copyOf(System.getenv())).run();
        } catch (DirectoryInUseException | IllegalArgumentException | IOException e) {
            System.err.println("touchline demo: " + e.getMessage());
        }
        System.exit(code);
    }
}
