package touchline.api.problem;

import io.dropwizard.core.setup.Environment;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/** Makes every error of a request a problem: those of routes, of Jersey and of Jetty. */
public final class ProblemsFeature {
    private ProblemsFeature() {}

    public static void install(Environment environment) {
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new ProblemsAccepted());
        ProblemPages pages = new ProblemPages(environment.getObjectMapper());
        environment.getApplicationContext().setErrorHandler(pages);
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                if (starting instanceof Server server) {
                    server.setErrorHandler(pages);
                }
            }
        });
    }
}
