package touchline.sandbox;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.util.Map;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import touchline.sandbox.demo.Demo;
import touchline.sandbox.demo.DemoOptions;
import touchline.stores.DirectoryInUseException;

/** The process' beginning. */
final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.ERROR); // until the configuration says otherwise
        int code = 1;
        try {
            code = new Demo(DemoOptions.parse(args), Map.copyOf(System.getenv())).run();
        } catch (ArgumentParserException e) {
            e.getParser().handleError(e);
            code = e instanceof HelpScreenException ? 0 : 2;
        } catch (DirectoryInUseException | IllegalArgumentException | IOException e) {
            System.err.println("touchline demo: " + e.getMessage());
        }
        System.exit(code);
    }
}
