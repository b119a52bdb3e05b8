package touchline.sandbox.google;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A page to pick a name on, in place of Google's choice of accounts: OpenID Connect's implicit flow, which sends the browser back with an ID token behind the
 * {@code #} of the address. Sends it to this machine only.
 */
final class AccountChooser implements HttpHandler {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int LONGEST_FORM = 4_096;
    private static final int LONGEST_NAME = 40;

    private final GoogleStub google;

    AccountChooser(GoogleStub google) {
        this.google = google;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query =
                    FormFields.of(String.valueOf(exchange.getRequestURI().getRawQuery()));
            String client = query.getOrDefault("client_id", "");
            String back = query.getOrDefault("redirect_uri", "");
            if (client.isEmpty() || !"id_token".equals(query.get("response_type")) || !isHere(back)) {
                exchange.sendResponseHeaders(400, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                String name = FormFields.of(
                                new String(exchange.getRequestBody().readNBytes(LONGEST_FORM), StandardCharsets.UTF_8))
                        .getOrDefault("name", "")
                        .strip();
                if (name.isEmpty() || name.length() > LONGEST_NAME) {
                    exchange.sendResponseHeaders(400, -1);
                } else {
                    String token = google.idToken(
                            GoogleStub.claims(client, GoogleStub.subjectOf(name), name, Duration.ofHours(1))
                                    .claim("nonce", query.get("nonce"))
                                    .build());
                    exchange.getResponseHeaders()
                            .set(
                                    "Location",
                                    back + "#id_token=" + token + "&state="
                                            + URLEncoder.encode(
                                                    query.getOrDefault("state", ""), StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(303, -1);
                }
            } else {
                page(exchange);
            }
        }
    }

    private static void page(HttpExchange exchange) throws IOException {
        try (InputStream in = AccountChooser.class.getResourceAsStream("sign-in.html")) {
            if (in == null) {
                throw new IOException("the page is missing");
            }
            byte[] page = in.readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private static boolean isHere(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && HERE.contains(uri.getHost()) && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
