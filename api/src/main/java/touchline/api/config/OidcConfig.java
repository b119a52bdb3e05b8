package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.oidc.OidcSettings;
import touchline.api.operator.oidc.RoleMapping;

/** A provider of OpenID Connect for operators, as written. Without an address there is none. */
record OidcConfig(
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("clientId") @Nullable String clientId,
        @JsonProperty("clientSecret") @Nullable String clientSecret,
        @JsonProperty("redirectUrl") @Nullable String redirectUrl,
        @JsonProperty("label") @Nullable String label,
        @JsonProperty("nameClaim") @Nullable String nameClaim,
        @JsonProperty("rolesClaim") @Nullable String rolesClaim,
        @JsonProperty("roles") @Nullable String roles,
        @JsonProperty("create") @Nullable String create) {

    /**
     * The settings; empty without a provider.
     *
     * @throws IllegalArgumentException if they are incomplete or can't be used; the message doesn't contain the secret
     */
    Optional<OidcSettings> settings() {
        if (text(url).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OidcSettings(
                address(text(url), "OPERATORS_OIDC_URL"),
                new OidcSettings.Client(text(clientId), text(clientSecret)),
                address(text(redirectUrl), "OPERATORS_OIDC_REDIRECT_URL"),
                text(label),
                text(nameClaim),
                RoleMapping.parse(text(rolesClaim), text(roles)),
                isEnabledAtOnce(text(create))));
    }

    private static boolean isEnabledAtOnce(String create) {
        if (!create.isEmpty() && !create.equals("enabled") && !create.equals("disabled")) {
            throw new IllegalArgumentException("OPERATORS_OIDC_CREATE must be enabled or disabled");
        }
        return create.equals("enabled");
    }

    private static URI address(String text, String setting) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + " is not a URL");
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "OidcConfig[" + url + "]";
    }
}
