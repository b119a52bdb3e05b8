package touchline.api.operator.oidc;

import java.net.URI;
import touchline.jobs.auth.TrustedAddress;

/**
 * A provider of OpenID Connect.
 *
 * @param discovery the address of its configuration document
 * @param client how it knows this product
 * @param redirect our callback, as the provider knows it
 * @param label what the log-in page calls it
 * @param nameClaim the claim that names the operator
 * @param roles which groups have which role
 * @param isEnabledAtOnce whether operators can log in before an admin enables their accounts
 */
public record OidcSettings(
        URI discovery,
        Client client,
        URI redirect,
        String label,
        String nameClaim,
        RoleMapping roles,
        boolean isEnabledAtOnce) {
    static final String WELL_KNOWN = "/.well-known/openid-configuration";
    static final String CALLBACK = "/console/oidc/callback";
    private static final int LONGEST_LABEL = 40;

    /** The id and the secret that the provider has issued. */
    public record Client(String id, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one can't be used; the message doesn't contain the secret
     */
    public OidcSettings {
        if (!TrustedAddress.isSafe(discovery)
                || !String.valueOf(discovery.getPath()).endsWith(WELL_KNOWN)) {
            throw new IllegalArgumentException(
                    "OPERATORS_OIDC_URL must be the https address of the provider's configuration,"
                            + " which ends with " + WELL_KNOWN);
        }
        if (client.id().isBlank() || client.secret().isBlank()) {
            throw new IllegalArgumentException(
                    "OPERATORS_OIDC_URL needs OPERATORS_OIDC_CLIENT_ID and OPERATORS_OIDC_CLIENT_SECRET");
        }
        if (!TrustedAddress.isSafe(redirect)
                || !String.valueOf(redirect.getPath()).endsWith(CALLBACK)
                || redirect.getQuery() != null
                || redirect.getFragment() != null) {
            throw new IllegalArgumentException(
                    "OPERATORS_OIDC_REDIRECT_URL must be the https address of this console, followed by "
                            + CALLBACK.replace("/console", ""));
        }
        if (label.isBlank() || label.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException("OPERATORS_OIDC_LABEL must have 1 to " + LONGEST_LABEL + " characters");
        }
        if (nameClaim.isBlank()) {
            throw new IllegalArgumentException("OPERATORS_OIDC_NAME_CLAIM must not be empty");
        }
    }

    /** The issuer to which the address of the configuration belongs, which may have a {@code /} at the end that is missing here. */
    String issuer() {
        String address = discovery.toString();
        return address.substring(0, address.length() - WELL_KNOWN.length());
    }
}
