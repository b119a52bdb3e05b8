package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import touchline.api.TouchlineApplication;

/** A node in this process, which no fault reaches: it starts in a tenth of the CPU time of one in a process of its own. */
final class InProcessNode {
    private final TouchlineApplication application;
    private final Path configuration;

    InProcessNode(String name, Map<String, String> environment, Path configuration) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("NODE_NAME", name);
        own.put("HTTP_PORT", "0");
        own.put("ADMIN_PORT", "0");
        own.put("LOG_LEVEL", "ERROR"); // its output is that of the run
        this.application = new TouchlineApplication(own);
        this.configuration = configuration;
    }

    void start() throws Exception {
        application.run("server", configuration.toString());
    }

    int port() {
        return application.httpPort();
    }

    void stop() throws IOException {
        try {
            application.stop();
        } catch (Exception failed) {
            throw new IOException("the node in this process did not stop", failed);
        }
    }
}
