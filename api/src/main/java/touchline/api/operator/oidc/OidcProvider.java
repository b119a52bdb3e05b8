package touchline.api.operator.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.feed.http.BoundedExchange;
import touchline.jobs.auth.JwksFetch;
import touchline.jobs.auth.KeySet;

/**
 * The provider, as this node knows it. Its configuration and keys are fetched at the first log-in and again after an hour; keys also if a token names an unknown one, at most every
 * 30 s. Thread-safe: one exchange at a time.
 */
final class OidcProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 256 * 1024;
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long AGAIN = Duration.ofSeconds(30).toNanos();

    private final OidcSettings settings;
    private final BoundedExchange http = new BoundedExchange(DEADLINE);
    private final JwksFetch fetch = new JwksFetch(DEADLINE);
    private final LongSupplier nanos;
    private volatile @Nullable Read last;
    private KeySet keys = KeySet.EMPTY;
    private long keysAt;
    private long keysAskedAt;

    /** A configuration, and when it was read. */
    private record Read(OidcMetadata metadata, long at) {}

    OidcProvider(OidcSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
    }

    /** The provider's configuration, if this node has read it within the last hour. Doesn't wait for an exchange. */
    Optional<OidcMetadata> known() {
        Read read = last;
        return read == null || nanos.getAsLong() - read.at() > HOUR ? Optional.empty() : Optional.of(read.metadata());
    }

    /**
     * The provider's configuration.
     *
     * @throws IOException if it can't be read
     */
    synchronized OidcMetadata metadata() throws IOException, InterruptedException {
        Optional<OidcMetadata> known = known();
        if (known.isPresent()) {
            return known.get();
        }
        OidcMetadata read = OidcMetadata.of(
                json(HttpRequest.newBuilder(settings.discovery()).GET()), settings.issuer());
        last = new Read(read, nanos.getAsLong());
        return read;
    }

    /**
     * Exchanges a code for an ID token.
     *
     * @throws IOException if the provider can't be reached, or refuses the code
     */
    synchronized String idToken(String code, String verifier) throws IOException, InterruptedException {
        OidcMetadata provider = metadata();
        OidcSettings.Client client = settings.client();
        Map<String, String> form = new TreeMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                settings.redirect().toString(),
                "code_verifier",
                verifier,
                "client_id",
                client.id()));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(provider.token()).header("Content-Type", "application/x-www-form-urlencoded");
        if (provider.isSecretInForm()) {
            form.put("client_secret", client.secret());
        } else {
            request.header("Authorization", "Basic " + basic(client));
        }
        JsonNode answer = json(request.POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
        String token = answer.path("id_token").textValue();
        if (token == null) {
            throw new IOException(provider.token() + " answered without an ID token");
        }
        return token;
    }

    /** Finds a key by its id. */
    synchronized Optional<JWK> key(String id) {
        long now = nanos.getAsLong();
        if (now - keysAt > HOUR) {
            keys = KeySet.EMPTY; // the provider may have withdrawn one
        }
        Optional<JWK> known = keys.find(id);
        if (keys.isEmpty() || (known.isEmpty() && now - keysAskedAt > AGAIN)) {
            keysAskedAt = now;
            try {
                keys = fetch.fetch(metadata().keys());
                keysAt = now; // a failed fetch makes those of before no younger
                return keys.find(id);
            } catch (IOException e) {
                LOG.warn("the provider's keys can't be fetched: {}", e.getMessage());
                return known;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return known;
    }

    private JsonNode json(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest whole = request.header("Accept", "application/json").build();
        HttpResponse<byte[]> answer = http.send(whole, DEADLINE, MOST_BYTES);
        if (answer.statusCode() != 200) {
            throw new IOException(whole.uri() + " answered with status " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    /** RFC 6749, section 2.3.1: both are encoded as in a form. */
    private static String basic(OidcSettings.Client client) {
        String both = encoded(client.id()) + ":" + encoded(client.secret());
        return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
