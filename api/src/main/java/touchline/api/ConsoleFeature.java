package touchline.api;

import io.dropwizard.core.setup.Environment;
import touchline.api.console.ConsoleServlet;

/** The operators' console: files, which a browser makes into a client of {@code /v1/ops}. */
final class ConsoleFeature {
    private ConsoleFeature() {}

    static void install(Environment environment) {
        environment.servlets().addServlet("console", new ConsoleServlet()).addMapping("/console/*");
    }
}
