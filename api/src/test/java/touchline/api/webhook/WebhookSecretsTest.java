package touchline.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.api.secret.SecretSeal;
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
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        ClientWebhookRepository webhooks = new ClientWebhookRepository(jdbi);
        WebhookSecrets secrets = new WebhookSecrets(seal("current"), true);
        Webhooks plain = new Webhooks(jdbi, new WebhookSecrets(seal("current"), false), true);
        for (String spoiled : List.of("sealed:no base64", "sealed:", "sealed:AAAA", "sealed:" + "A".repeat(32))) {
            long id = make(plain);
            jdbi.useHandle(handle -> handle.execute("UPDATE client_webhooks SET secret = ? WHERE id = ?", spoiled, id));
            assertThat(secrets.open(spoiled, ALICE)).as(spoiled).isEmpty();
        }
        make(plain);
        assertThat(secrets.sealAll(webhooks)).isEqualTo(1);
        assertThat(webhooks.secrets(0, 10).get(0).secret()).as("left as it was").isEqualTo("sealed:no base64");
    }

    /** During a rolling restart the last old node stores secrets after the last new node has started. */
    @Test
    void whatAnOldNodeStoresLaterIsEncryptedWithinTenMinutes(TestStores stores) {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        ClientWebhookRepository webhooks = new ClientWebhookRepository(jdbi);
        Webhooks plain = new Webhooks(jdbi, new WebhookSecrets(seal("old", "new"), false), true);
        Webhooks old = new Webhooks(jdbi, new WebhookSecrets(seal("old", "new"), true), true);
        WebhookSecrets current = new WebhookSecrets(seal("new", "old"), true);
        WebhookSecrets last = new WebhookSecrets(seal("new"), true);
        AtomicLong seconds = new AtomicLong();
        WebhookDispatcher.Upkeep upkeep =
                new WebhookDispatcher.Upkeep(webhooks, current, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
        make(plain);
        upkeep.runDue();
        assertThat(readable(webhooks, last)).as("at the start").isEqualTo(1);

        make(old);
        make(plain);
        seconds.set(599);
        upkeep.runDue();
        List<String> before = webhooks.secrets(0, 10).stream()
                .map(ClientWebhookRepository.StoredSecret::secret)
                .toList();
        seconds.set(601);
        upkeep.runDue();
        assertThat(readable(webhooks, last)).isEqualTo(3);
        List<String> after = webhooks.secrets(0, 10).stream()
                .map(ClientWebhookRepository.StoredSecret::secret)
                .toList();
        assertThat(after.get(0)).as("encrypted under the current one already").isEqualTo(before.get(0));
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
    }

    @Test
    void whileSecretsCanNotBeEncryptedBacklogsAreChecked(TestStores stores) {
        AtomicLong seconds = new AtomicLong();
        AtomicInteger connections = new AtomicInteger();
        ClientWebhookRepository webhooks = new ClientWebhookRepository(Jdbi.create(() -> {
            if (connections.getAndIncrement() == 0) {
                throw new SQLException("away");
            }
            return stores.dataSource().getConnection();
        }));
        WebhookSecrets secrets = new WebhookSecrets(seal("current"), true);
        make(new Webhooks(Jdbi.create(stores.dataSource()), new WebhookSecrets(seal("current"), false), true));
        WebhookDispatcher.Upkeep upkeep =
                new WebhookDispatcher.Upkeep(webhooks, secrets, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
        upkeep.runDue();
        assertThat(connections).as("one for secrets, one for backlogs").hasValue(2);
        assertThat(stored(webhooks)).startsWith("whs_");
        seconds.set(61);
        upkeep.runDue();
        assertThat(stored(webhooks)).as("tried again after a minute").startsWith("sealed:");
    }

    private static long make(Webhooks webhooks) {
        return webhooks.make(ALICE, "https://a.example", List.of(WebhookEventKind.ORDER), "192.0.2.1")
                .orElseThrow()
                .webhook()
                .id();
    }

    /** How many can be read with {@code secrets}, and are encrypted. */
    private static long readable(ClientWebhookRepository webhooks, WebhookSecrets secrets) {
        return webhooks.secrets(0, 10).stream()
                .filter(one -> one.secret().startsWith("sealed:")
                        && secrets.open(one.secret(), one.user()).isPresent())
                .count();
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
