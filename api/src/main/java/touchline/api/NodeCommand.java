package touchline.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Environment;
import java.net.BindException;
import java.util.concurrent.atomic.AtomicBoolean;
import net.sourceforge.argparse4j.inf.Namespace;
import org.eclipse.jetty.util.component.LifeCycle;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.shutdown.ShutdownDeadline;

/** Runs a node. Expected start-up failures are printed in one line, unexpected ones with a stack trace. */
final class NodeCommand extends ServerCommand<TouchlineConfiguration> {
    NodeCommand(TouchlineApplication application) {
        super(application);
    }

    @Override
    protected void run(Environment environment, Namespace arguments, TouchlineConfiguration configuration)
            throws Exception {
        AtomicBoolean hasStopped = new AtomicBoolean();
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopped(LifeCycle server) {
                hasStopped.set(true);
            }
        });
        ShutdownDeadline.arm(hasStopped::get);
        super.run(environment, arguments, configuration);
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                cli.getStdErr()
                        .println(
                                "touchline does not start: a port is taken. Choose others with HTTP_PORT and ADMIN_PORT,"
                                        + " for the demo with --http-port. (" + failure.getMessage() + ")");
                return;
            }
            if (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException) {
                cli.getStdErr().println("touchline does not start: " + cause.getMessage());
                return;
            }
        }
        failure.printStackTrace(cli.getStdErr());
    }
}
