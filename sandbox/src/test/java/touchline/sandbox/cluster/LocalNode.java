package touchline.sandbox.cluster;

import java.util.Map;
import touchline.api.TouchlineApplication;

/** A node in the JVM of the test, for nodes that no test kills or suspends: it starts in a tenth of the CPU time of a process. */
final class LocalNode implements MarketNode {
    private final TouchlineApplication application;

    private LocalNode(TouchlineApplication application) {
        this.application = application;
    }

    static LocalNode start(Map<String, String> environment) throws Exception {
        TouchlineApplication application = new TouchlineApplication(environment);
        application.run("server", MarketNodeProcess.configuration().toString());
        return new LocalNode(application);
    }

    @Override
    public int port() {
        return application.httpPort();
    }

    @Override
    public void stop() throws Exception {
        application.stop();
    }

    /** Stops it where nothing checked can be thrown. */
    void end() {
        try {
            stop();
        } catch (Exception e) {
            throw new IllegalStateException("The node did not stop", e);
        }
    }
}
