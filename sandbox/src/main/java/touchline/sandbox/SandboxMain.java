package touchline.sandbox;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.util.Map;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import touchline.sandbox.demo.Demo;
import touchline.sandbox.demo.DemoOptions;
import touchline.sandbox.demo.TokenCommand;
import touchline.stores.DirectoryInUseException;

/** The process' beginning. */
final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.ERROR); // until the configuration says otherwise
        int code = 1;
        try {
            Map<String, String> environment = Map.copyOf(System.getenv());
            code = args.length > 0 && args[0].equals("token")
                    ? TokenCommand.parse(args, environment).run(System.out, System.err)
                    : new Demo(DemoOptions.parse(args), environment).run();
        } catch (ArgumentParserException e) {
            e.getParser().handleError(e);
            code = e instanceof HelpScreenException ? 0 : 2;
        } catch (DirectoryInUseException | IllegalArgumentException | IOException e) {
            System.err.println("touchline demo: " + e.getMessage());
        }
        System.exit(code);
    }
}
