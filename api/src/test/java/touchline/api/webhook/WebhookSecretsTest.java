package touchline.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.api.secret.SecretSeal;
import touchline.api.webhook.ClientWebhookRepository.StoredSecret;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class WebhookSecretsTest {
    private static final UserId ALICE = UserId.of("alice");

    @Test
    void plainAndEncryptedSecretsAreRead() {
        WebhookSecrets plain = new WebhookSecrets(seal("current"), false);
        String sealed = new WebhookSecrets(seal("current"), true).stored("whs_one", ALICE);
        assertThat(sealed).startsWith("sealed:").doesNotContain("whs_one");
        assertThat(plain.stored("whs_one", ALICE)).as("for the version before").isEqualTo("whs_one");
        assertThat(plain.open("whs_one", ALICE)).hasValue("whs_one");
        assertThat(plain.open(sealed, ALICE)).hasValue("whs_one");
        assertThat(plain.open(sealed, UserId.of("bob"))).isEmpty();
    }

    @Test
    void storedSecretsAreEncryptedOnRequestAndAgainUnderANewTokenSecret(TestStores stores) {
        ClientWebhookRepository webhooks = new ClientWebhookRepository(Jdbi.create(stores.dataSource()));
        Webhooks before = new Webhooks(Jdbi.create(stores.dataSource()), new WebhookSecrets(seal("old"), false), true);
        String secret = before.make(ALICE, "https://a.example", List.of(WebhookEventKind.ORDER), "192.0.2.1")
                .orElseThrow()
                .secret();
        assertThat(new WebhookSecrets(seal("old"), false).sealAll(webhooks)).isZero();
        assertThat(stored(webhooks)).isEqualTo(secret);

        assertThat(new WebhookSecrets(seal("old"), true).sealAll(webhooks)).isEqualTo(1);
        assertThat(new WebhookSecrets(seal("old"), true).sealAll(webhooks))
                .as("once")
                .isZero();
        assertThat(stored(webhooks)).startsWith("sealed:");
        assertThat(new WebhookSecrets(seal("other"), true).sealAll(webhooks))
                .as("it can't be read")
                .isZero();

        assertThat(new WebhookSecrets(seal("new", "old"), false).sealAll(webhooks))
                .isEqualTo(1);
        assertThat(new WebhookSecrets(seal("new"), false).open(stored(webhooks), ALICE))
                .hasValue(secret);
    }

    @Test
    void aSecretThatCannotBeReadKeepsNoOtherOneFromBeingEncrypted(TestStores stores) {
        ClientWebhookRepository webhooks = new ClientWebhookRepository(Jdbi.create(stores.dataSource()));
        for (String secret : List.of("sealed:no base64", "sealed:", "whs_one")) {
            webhooks.insert(ALICE, "https://a.example", List.of(WebhookEventKind.ORDER), secret, "192.0.2.1");
        }
        assertThat(new WebhookSecrets(seal("current"), true).sealAll(webhooks)).isEqualTo(1);
        assertThat(webhooks.secrets(0, 10)).extracting(StoredSecret::secret).noneMatch("whs_one"::equals);
    }

    private static String stored(ClientWebhookRepository webhooks) {
        return webhooks.secrets(0, 10).get(0).secret();
    }

    private static SecretSeal seal(String... secrets) {
        return new SecretSeal(
                Stream.of(secrets)
                        .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                "webhook");
    }
}
