package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.TrustedProxies;

/**
 * Operators, and from where they may come.
 *
 * @param file the operators' file; without it no operator can log in
 * @param idle after how long without a request a session ends
 * @param longest after how long it ends in any case
 * @param secureCookie 1 if the cookie is for https only even where TLS ends before this node
 * @param trustedProxies IP addresses and CIDR blocks, comma separated, whose forwarding headers are believed
 * @param adminMayBeOpen 1 if the admin port may be reached from other machines
 */
public record OperatorsConfig(
        @JsonProperty("file") @Nullable String file,
        @JsonProperty("idle") Duration idle,
        @JsonProperty("longest") Duration longest,
        @JsonProperty("secureCookie") int secureCookie,
        @JsonProperty("trustedProxies") @Nullable String trustedProxies,
        @JsonProperty("adminMayBeOpen") int adminMayBeOpen) {

    public OperatorsConfig {
        if (idle.toSeconds() < 120 || longest.toSeconds() < idle.toSeconds()) {
            throw new IllegalArgumentException("operators.idle must be at least 2m, and operators.longest no shorter");
        }
        TrustedProxies.parse(trustedProxies);
    }

    /** The file of operators; empty if none is configured. */
    public Optional<Path> path() {
        return Optional.ofNullable(file).filter(name -> !name.isBlank()).map(Path::of);
    }

    public boolean isCookieSecure() {
        return secureCookie == 1;
    }

    public TrustedProxies proxies() {
        return TrustedProxies.parse(trustedProxies);
    }

    public boolean mayAdminBeOpen() {
        return adminMayBeOpen == 1;
    }
}
