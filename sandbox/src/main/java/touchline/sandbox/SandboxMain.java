package touchline.sandbox;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import touchline.sandbox.chaos.ChaosOptions;
import touchline.sandbox.chaos.ChaosRun;
import touchline.sandbox.convert.ConvertCommand;
import touchline.sandbox.demo.Demo;
import touchline.sandbox.demo.DemoOptions;
import touchline.sandbox.demo.TokenCommand;

final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] args) throws Exception {
        BootstrapLogging.bootstrap(Level.ERROR); // until the configuration says otherwise
        int code = 1;
        String command = args.length == 0 ? "demo" : args[0];
        try {
            Map<String, String> environment = Map.copyOf(System.getenv());
            code = run(command, args, environment);
        } catch (ArgumentParserException e) {
            e.getParser().handleError(e);
            code = e instanceof HelpScreenException ? 0 : 2;
        } catch (IllegalArgumentException | IllegalStateException | IOException | UncheckedIOException e) {
            System.err.println("touchline " + command + ": " + sentence(command, e));
        }
        System.exit(code);
    }

    private static int run(String command, String[] args, Map<String, String> environment) throws Exception {
        return switch (command) {
            case "token" -> TokenCommand.parse(args, environment).run(System.out, System.err);
            case "chaos" -> new ChaosRun(ChaosOptions.parse(args), configuration(environment), System.out).run();
            case "convert" -> ConvertCommand.parse(args).run(System.out, System.err);
            default -> new Demo(DemoOptions.parse(args), environment).run();
        };
    }

    private static Path configuration(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("TOUCHLINE_HOME", "."), "config.yml");
    }

    /** What to tell the user. The message of a file exception is often the path alone. */
    static String sentence(String command, Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        String advice = command.equals("convert") ? "." : "; choose another directory with --data.";
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + " can't be used: access is denied" + advice;
        }
        if (cause instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile() + ".";
        }
        if (cause instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null ? "it can't be used" : file.getReason()) + advice;
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
