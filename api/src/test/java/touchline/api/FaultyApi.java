package touchline.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An API behind a proxy that answers in its own words and has moved, and one that asks for an hour's patience. It refuses a stream of the instrument {@code forbidden}. */
final class FaultyApi implements AutoCloseable {
    /** Sends the requests with the TypeScript client, and follows a stream that is refused until it stops at the fifth attempt. */
    static final String SCRIPT = """
            import { getEventListeners } from 'node:events';
            import { Touchline } from './touchline.js';
            const market = new Touchline(process.argv[2], 'token');
            console.log('done', (await market.send('POST', '/recovers')).done);
            await market.send('POST', '/busy').catch(problem => console.log(problem.status, problem.type));
            await market.send('POST', '/proxy').catch(problem => console.log(problem.status));
            console.log('moved', await market.send('POST', '/moved').catch(problem => problem.status));
            try {
                for await (const one of market.listen(['forbidden'], AbortSignal.timeout(20_000))) {
                    console.log(one);
                }
            } catch (problem) {
                console.log('refused', problem.status);
            }

            const stop = new AbortController();
            const [later, request] = [globalThis.setTimeout, globalThis.fetch];
            let tries = 0;
            globalThis.setTimeout = (task, ms, ...rest) => {
                if (stop.signal.aborted && ms === 2_000) {
                    console.log('waits');
                }
                return later(task, ms === 2_000 ? 1 : ms, ...rest);
            };
            globalThis.fetch = (...call) => {
                tries++;
                if (tries === 5) {
                    console.log(`listeners ${getEventListeners(stop.signal, 'abort').length}`);
                    stop.abort();
                }
                return request(...call);
            };
            for await (const one of market.listen([], stop.signal)) {
                console.log(one);
            }
            console.log('ended');
            """;

    private final HttpServer server;
    private final AtomicInteger attempts = new AtomicInteger();

    private FaultyApi(HttpServer server) {
        this.server = server;
    }

    static FaultyApi open() throws IOException {
        FaultyApi api = new FaultyApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        api.server.createContext("/recovers", api::recover);
        api.server.createContext(
                "/busy", exchange -> answer(exchange, 429, "3600", "{\"type\":\"too-many-requests\"}"));
        api.server.createContext("/proxy", exchange -> answer(exchange, 404, "1", "<html>"));
        api.server.createContext("/moved", FaultyApi::redirect);
        api.server.createContext("/elsewhere", exchange -> answer(exchange, 200, "0", "{\"items\":[]}"));
        api.server.createContext(
                "/v1/stream", exchange -> answer(exchange, isForbidden(exchange) ? 403 : 503, "1", "<html>"));
        api.server.start();
        return api;
    }

    private void recover(HttpExchange exchange) throws IOException {
        switch (attempts.incrementAndGet()) {
            case 1 -> answer(exchange, 502, "0", "<html>Bad gateway</html>");
            case 2 -> answer(exchange, 503, "Fri, 31 Dec 1999 23:59:59 GMT", "<html>");
            default -> answer(exchange, 200, "0", "{\"done\":true}");
        }
    }

    private static boolean isForbidden(HttpExchange exchange) {
        return "instruments=forbidden".equals(exchange.getRequestURI().getQuery());
    }

    /** A client that follows it repeats a POST as a GET, without its body. */
    private static void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        answer(exchange, 301, "0", "");
    }

    private static void answer(HttpExchange exchange, int status, String retryAfter, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
