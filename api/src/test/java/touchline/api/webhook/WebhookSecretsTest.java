package touchline.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.api.secret.SecretSeal;
import touchline.market.wallet.UserId;

class WebhookSecretsTest {
    private static final UserId ALICE = UserId.of("alice");

    @Test
    void plainAndEncryptedSecretsAreRead() {
        SecretSeal seal = new SecretSeal(List.of("current".getBytes(StandardCharsets.UTF_8)), "webhook");
        WebhookSecrets secrets = new WebhookSecrets(seal);
        String sealed = "sealed:"
                + Base64.getEncoder()
                        .encodeToString(seal.seal("whs_one".getBytes(StandardCharsets.UTF_8), ALICE.value()));
        assertThat(secrets.open("whs_one", ALICE)).hasValue("whs_one");
        assertThat(secrets.open(sealed, ALICE)).hasValue("whs_one");
        assertThat(secrets.open(sealed, UserId.of("bob"))).isEmpty();
    }
}
