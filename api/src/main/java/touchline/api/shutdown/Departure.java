package touchline.api.shutdown;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which a node stops. First it hands its leases over and is no longer ready, while it still accepts requests and closes each connection with an answer, so
 * that clients and load balancers go elsewhere. Then its ports close, and running jobs end while received requests are answered. The rest stops after that.
 */
public final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final Duration leave;
    private final List<Managed> atOnce = new CopyOnWriteArrayList<>();
    private final List<Managed> withThePorts = new CopyOnWriteArrayList<>();
    private volatile boolean leaving;

    private Departure(Duration leave) {
        this.leave = leave;
    }

    /**
     * Installs it.
     *
     * @param leave how long requests are accepted after the node has begun to stop
     */
    public static Departure install(Environment environment, Duration leave) {
        Departure departure = new Departure(leave);
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                departure.begin();
            }
        });
        environment
                .servlets()
                .addFilter("departure", departure.new LastAnswers())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        return departure;
    }

    /** Whether the node has begun to stop. */
    public boolean isLeaving() {
        return leaving;
    }

    /** To be managed instead of the argument: stops as soon as the node begins to leave. */
    public Managed atOnce(Managed one) {
        return kept(atOnce, one);
    }

    /** To be managed instead of the argument: stops when the ports close, and not after the last request. */
    public Managed withThePorts(Managed one) {
        return kept(withThePorts, one);
    }

    private static Managed kept(List<Managed> list, Managed one) {
        Managed once = new StoppedOnce(one);
        list.add(once);
        return once;
    }

    private void begin() {
        if (leaving) {
            return;
        }
        leaving = true;
        LOG.info("leaving: leases are handed over, ports close in {} ms", leave.toMillis());
        atOnce.forEach(Departure::stopBeside);
        try {
            Thread.sleep(leave.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        withThePorts.forEach(Departure::stopBeside);
    }

    private static void stopBeside(Managed one) {
        Thread thread = new Thread(
                () -> {
                    try {
                        one.stop();
                    } catch (Exception e) {
                        LOG.warn("something did not stop well", e);
                    }
                },
                "departure");
        thread.setDaemon(true);
        thread.start();
    }

    /** A client that is answered while the node leaves opens its next connection elsewhere, instead of losing a request on this one. */
    private final class LastAnswers extends HttpFilter {
        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (leaving) {
                response.setHeader("Connection", "close");
            }
            chain.doFilter(request, response);
        }
    }
}
