package touchline.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import touchline.api.config.TouchlineConfiguration;

/** A command as a process would run it, within this one. */
final class FrontDoor {
    private FrontDoor() {}

    /** How it ended. */
    record Ended(boolean isWell, String out, String err) {}

    static Ended run(Map<String, String> variables, String input, String... arguments) throws Exception {
        TouchlineApplication application = new TouchlineApplication(variables);
        Bootstrap<TouchlineConfiguration> bootstrap = new Bootstrap<>(application);
        application.addDefaultCommands(bootstrap);
        application.initialize(bootstrap);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        InputStream realIn = System.in;
        try (PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setOut(toOut);
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            boolean isWell = new Cli(new JarLocation(FrontDoor.class), bootstrap, toOut, toErr)
                    .run(arguments)
                    .isEmpty();
            return new Ended(isWell, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setIn(realIn);
        }
    }
}
