package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import touchline.api.TouchlineMain;

/** The main class of a node or flusher of the cluster. It ends with the process that started it. */
final class NodeMain {
    private NodeMain() {}

    public static void main(String[] args) throws Exception {
        Thread owner = new Thread(NodeMain::endWithOwner, "owner");
        owner.setDaemon(true);
        owner.start();
        TouchlineMain.main(args);
    }

    private static void endWithOwner() {
        try {
            while (System.in.read() >= 0) {
                // the owner writes nothing
            }
        } catch (IOException closed) {
            // It ends with the pipe.
        }
        Runtime.getRuntime().halt(1);
    }
}
