package touchline.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OidcConfigTest {
    @Test
    void newOperatorsWaitUnlessTheSettingSaysOtherwise() {
        assertThat(isEnabledAtOnce(null)).isFalse();
        assertThat(isEnabledAtOnce(" ")).isFalse();
        assertThat(isEnabledAtOnce("disabled")).isFalse();
        assertThat(isEnabledAtOnce("enabled")).isTrue();
        for (String other : new String[] {"Enabled", "true", "1"}) {
            assertThatThrownBy(() -> isEnabledAtOnce(other)).hasMessageContaining("OPERATORS_OIDC_CREATE");
        }
    }

    private static boolean isEnabledAtOnce(@Nullable String create) {
        return new OidcConfig(
                        "https://idp.example/.well-known/openid-configuration",
                        "desk",
                        "secret",
                        "https://touchline.example/console/oidc/callback",
                        "the company's account",
                        "email",
                        "groups",
                        "desk=operator",
                        create)
                .settings()
                .orElseThrow()
                .isEnabledAtOnce();
    }
}
