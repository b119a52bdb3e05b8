package touchline.market.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmailDigestsTest {
    private static final byte[] OLD = "an old secret that is long enough".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "a new secret that is long enough.".getBytes(StandardCharsets.UTF_8);

    @Test
    void anAddressHasOneDigestInAnyCase() {
        EmailDigests digests = new EmailDigests(List.of(NEW));
        assertThat(digests.of(" Ann@Example.COM ")).isEqualTo(digests.of("ann@example.com"));
        assertThat(digests.of("ann@example.com")).matches("[0-9a-f]{64}").isNotEqualTo(digests.of("ben@example.com"));
    }

    @Test
    void digestsOfAFormerSecretMatchUntilItIsDropped() {
        String digest = new EmailDigests(List.of(OLD)).of("ann@example.com");
        assertThat(new EmailDigests(List.of(NEW, OLD)).all("ann@example.com"))
                .hasSize(2)
                .contains(digest);
        assertThat(new EmailDigests(List.of(NEW)).all("ann@example.com")).doesNotContain(digest);
    }
}
