package touchline.bench.api;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import touchline.api.TouchlineApplication;

/** A server in a process of its own: {@code node} or {@code empty}, and a configuration. Tells its port; asked for its heap, it collects the garbage and tells what is left. */
final class ServerChild {
    private ServerChild() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("node")) {
            TouchlineApplication node = new TouchlineApplication(System.getenv());
            node.run("server", args[1]);
            System.out.println("PORT " + node.httpPort());
        } else {
            EmptyApplication empty = new EmptyApplication();
            empty.run("server", args[1]);
            System.out.println("PORT " + empty.port());
        }
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (orders.readLine() != null) {
            System.gc();
            System.gc();
            Runtime heap = Runtime.getRuntime();
            System.out.println("HEAP " + (heap.totalMemory() - heap.freeMemory()) + " " + Thread.activeCount());
        }
        System.exit(0);
    }
}
