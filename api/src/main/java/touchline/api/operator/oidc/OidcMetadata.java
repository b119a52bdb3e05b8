package touchline.api.operator.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import touchline.jobs.auth.TrustedAddress;

/**
 * What a provider says of itself.
 *
 * @param issuer as its ID tokens name it
 * @param authorization where browsers are sent
 * @param token where codes are exchanged
 * @param keys its public keys
 * @param isSecretInForm whether it takes the client's secret in the form only, and not as HTTP Basic
 */
record OidcMetadata(String issuer, URI authorization, URI token, URI keys, boolean isSecretInForm) {
    /**
     * Reads a configuration document. Its address doesn't show whether the issuer has a {@code /} at the end (OpenID Connect Discovery, section 4.1).
     *
     * @throws IOException if it is of another issuer, or names an address that can't be trusted
     */
    static OidcMetadata of(JsonNode document, String issuer) throws IOException {
        String named = document.path("issuer").asText();
        if (!named.equals(issuer) && !named.equals(issuer + "/")) {
            throw new IOException(
                    "the configuration is of the issuer " + document.path("issuer") + ", not of " + issuer);
        }
        Set<String> methods = new HashSet<>();
        document.path("token_endpoint_auth_methods_supported").forEach(method -> methods.add(method.asText()));
        return new OidcMetadata(
                named,
                address(document, "authorization_endpoint"),
                address(document, "token_endpoint"),
                address(document, "jwks_uri"),
                methods.contains("client_secret_post") && !methods.contains("client_secret_basic"));
    }

    private static URI address(JsonNode document, String field) throws IOException {
        try {
            URI address = URI.create(document.path(field).asText());
            if (TrustedAddress.isSafe(address)) {
                return address;
            }
        } catch (IllegalArgumentException notOne) {
            // refused below
        }
        throw new IOException("the configuration's " + field + " is not an https address");
    }
}
