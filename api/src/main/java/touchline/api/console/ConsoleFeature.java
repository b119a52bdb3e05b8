package touchline.api.console;

import io.dropwizard.core.setup.Environment;

/** The trading page, the operators' console and the page of the API: files, which a browser makes into clients of {@code /v1}, {@code /v1/ops} and {@code /openapi.json}. */
public final class ConsoleFeature {
    private ConsoleFeature() {}

    public static void install(Environment environment) {
        environment
                .servlets()
                .addServlet("console", new ConsoleServlet("touchline/console/"))
                .addMapping("/console/*");
        environment
                .servlets()
                .addServlet("docs", new ConsoleServlet("touchline/docs/"))
                .addMapping("/docs/*");
        environment
                .servlets()
                .addServlet("trade", new ConsoleServlet("touchline/trade/"))
                .addMapping("/trade/*");
        environment.servlets().addServlet("root", new RootServlet("trade")).addMapping("");
        environment
                .servlets()
                .addServlet("status", new RootServlet("trade/status"))
                .addMapping("/status");
    }
}
