package touchline.bench.api;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import touchline.api.TouchlineApplication;

/** The main class of a server process. Arguments: {@code node} or {@code empty}, and a configuration. Prints its port; on request collects garbage and prints the heap in use. */
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
