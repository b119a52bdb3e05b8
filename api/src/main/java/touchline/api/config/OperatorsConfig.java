package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.TrustedProxies;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.oidc.OidcSettings;
import touchline.market.money.Money;

/**
 * Operators, and from where they may come.
 *
 * @param file the operators' file; without it no operator can log in
 * @param idle after how long without a request a session ends
 * @param longest after how long it ends in any case
 * @param secureCookie 1 if the cookie is for https only even where TLS ends before this node
 * @param trustedProxies IP addresses and CIDR blocks, comma separated, whose forwarding headers are believed
 * @param adminMayBeOpen 1 if the admin port may be reached from other machines
 * @param approveAbove coins that the corrections of an operator may move within 24 hours without another's approval
 * @param approveAfter for how long two operators may not approve for each other after one gave the other an account or access to it; null for a day
 * @param totpForAdmins 1 if admins need a second factor
 * @param passwordIterations of new hashes of passwords; null for the recommended ones
 * @param oidc a provider by which operators log in as well; null for none
 */
public record OperatorsConfig(
        @JsonProperty("file") @Nullable String file,
        @JsonProperty("idle") Duration idle,
        @JsonProperty("longest") Duration longest,
        @JsonProperty("secureCookie") int secureCookie,
        @JsonProperty("trustedProxies") @Nullable String trustedProxies,
        @JsonProperty("adminMayBeOpen") int adminMayBeOpen,
        @JsonProperty("approveAbove") @Nullable Long approveAbove,
        @JsonProperty("approveAfter") @Nullable Duration approveAfter,
        @JsonProperty("totpForAdmins") int totpForAdmins,
        @JsonProperty("passwordIterations") @Nullable Integer passwordIterations,
        @JsonProperty("oidc") @Nullable OidcConfig oidc) {
    private static final Money APPROVE_ABOVE = Money.coins(100);

    public OperatorsConfig {
        if (idle.toSeconds() < 120 || longest.toSeconds() < idle.toSeconds()) {
            throw new IllegalArgumentException("operators.idle must be at least 2m, and operators.longest no shorter");
        }
        if (approveAbove != null && (approveAbove < 0 || approveAbove > 1_000_000_000)) {
            throw new IllegalArgumentException("operators.approveAbove must be from 0 to 1000000000 coins");
        }
        if (approveAfter != null && approveAfter.toDays() > 30) {
            throw new IllegalArgumentException("operators.approveAfter must be at most 30d");
        }
        TrustedProxies.parse(trustedProxies);
        cost(passwordIterations);
    }

    private static PasswordCost cost(@Nullable Integer iterations) {
        return iterations == null ? PasswordCost.RECOMMENDED : new PasswordCost(iterations);
    }

    public PasswordCost passwordCost() {
        return cost(passwordIterations);
    }

    /** The file of operators; empty if none is configured. */
    public Optional<Path> path() {
        return Optional.ofNullable(file).filter(name -> !name.isBlank()).map(Path::of);
    }

    /** The size of a correction above which another operator has to approve it. */
    public Money correctionsToApprove() {
        return approveAbove == null ? APPROVE_ABOVE : Money.coins(approveAbove);
    }

    /** For how long operators count as one person after one gave the other an account or access to it. */
    public java.time.Duration timeApart() {
        return approveAfter == null ? java.time.Duration.ofDays(1) : approveAfter.toJavaDuration();
    }

    /**
     * The provider of OpenID Connect; empty without one.
     *
     * @throws IllegalArgumentException if it can't be used; the message doesn't contain the client's secret
     */
    public Optional<OidcSettings> provider() {
        return oidc == null ? Optional.empty() : oidc.settings();
    }

    public boolean isCookieSecure() {
        return secureCookie == 1;
    }

    public TrustedProxies proxies() {
        return TrustedProxies.parse(trustedProxies);
    }

    public boolean doAdminsNeedSecondFactor() {
        return totpForAdmins == 1;
    }

    public boolean mayAdminBeOpen() {
        return adminMayBeOpen == 1;
    }
}
