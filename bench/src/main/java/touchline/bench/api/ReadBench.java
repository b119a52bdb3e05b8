package touchline.bench.api;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import touchline.bench.BenchPace;
import touchline.bench.Figures;

/** Public reads of a node, compared with a path that does not exist there and with an endpoint that does nothing. */
final class ReadBench {
    private static final String NOTHING = "404";

    private final ServerProcess empty;
    private final ServerProcess node;
    private final BenchPace pace;
    private final PrintStream out;

    ReadBench(ServerProcess empty, ServerProcess node, BenchPace pace, PrintStream out) {
        this.empty = empty;
        this.node = node;
        this.pace = pace;
        this.out = out;
    }

    Figures run() throws Exception {
        Map<String, IntFunction<String>> paths = new LinkedHashMap<>();
        paths.put(NOTHING, n -> "/v1/nothing");
        paths.put("price", n -> "/v1/instruments/" + (n + 1));
        paths.put("status", n -> "/v1/status");
        paths.put("fixtures", n -> "/v1/fixtures");
        paths.put("instruments?limit=50", n -> "/v1/instruments?limit=50");
        paths.put("leaderboard", n -> "/v1/leaderboard");
        Figures rates = new Figures();
        Figures cpu = new Figures();
        for (int round = 0; round < pace.rounds(); round++) {
            add("empty", Load.run(pace, empty::cpu, n -> get(empty, "/empty")), rates, cpu);
            for (Map.Entry<String, IntFunction<String>> one : paths.entrySet()) {
                Load.Result result =
                        Load.run(pace, node::cpu, n -> get(node, one.getValue().apply(n)));
                add(one.getKey(), result, rates, cpu);
            }
        }
        out.println("Reads over " + Load.CONNECTIONS + " kept connections, our own load generator (median of "
                + pace.rounds() + ")");
        out.printf(
                "  %-22s %10s %8s %8s %10s %14s %8s%n",
                "", "requests/s", "spread", "of empty", "of a 404", "CPU us/request", "of a 404");
        Figures figures = new Figures();
        for (String name : rates.names()) {
            out.printf(
                    "  %-22s %10.0f %7.0f%% %7.0f%% %9.0f%% %14.0f %7.0f%%%n",
                    name,
                    rates.median(name),
                    100 * rates.spread(name),
                    100 * rates.median(name) / rates.median("empty"),
                    100 * rates.median(name) / rates.median(NOTHING),
                    cpu.median(name),
                    100 * cpu.median(NOTHING) / cpu.median(name));
            figures.add("reads " + name + ", requests/s", rates.median(name));
            figures.add("reads " + name + ", CPU us", cpu.median(name));
        }
        out.println();
        return figures;
    }

    private static void add(String name, Load.Result result, Figures rates, Figures cpu) {
        rates.add(name, result.perSecond());
        cpu.add(name, result.cpuMicros());
    }

    private static Load.Call get(ServerProcess server, String path) throws IOException {
        HttpConnection connection = new HttpConnection(server.port(), null);
        return () -> connection.read(path);
    }
}
