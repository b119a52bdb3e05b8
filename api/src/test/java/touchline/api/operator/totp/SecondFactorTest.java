package touchline.api.operator.totp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.api.operator.TestOperators;
import touchline.api.operator.account.Role;
import touchline.api.secret.SecretSeal;
import touchline.scheduler.audit.Actor;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class SecondFactorTest {
    private static final Actor ANN = new Actor("ann", "192.0.2.1");
    private static final Duration STEP = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:10Z"));

    @SuppressWarnings("NullAway.Init")
    private Jdbi jdbi;

    @SuppressWarnings("NullAway.Init")
    private SecondFactor factor;

    @BeforeEach
    void begin(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
        factor = with("a");
    }

    @Test
    void itIsOnOnlyAfterACorrectCode() {
        TestApp app = app();
        assertThat(factor.isOn("ann")).isFalse();
        assertThat(factor.accept("ann", app.code(clock.instant()))).isFalse();
        assertThat(factor.confirm(ANN, "000000", null)).isEmpty();
        assertThat(app().secret()).as("another one").isNotEqualTo(app.secret());
        assertThat(factor.confirm(ANN, app.code(clock.instant()), null))
                .as("the replaced one")
                .isEmpty();

        assertThat(factor.confirm(ANN, app().code(clock.instant()), null)).isPresent();

        assertThat(factor.isOn("ann")).isTrue();
        assertThat(factor.on()).containsExactly("ann");
        assertThat(factor.begin("ann")).isEmpty();
    }

    @Test
    void noCodeIsAcceptedTwiceOnAnyNode() {
        TestApp app = app();
        String first = app.code(clock.instant());
        factor.confirm(ANN, first, null);
        assertThat(with("a").accept("ann", first)).isFalse();

        clock.advance(STEP);
        String next = app.code(clock.instant());
        long accepted = IntStream.range(0, 8)
                .parallel()
                .filter(n -> with("a").accept("ann", next.substring(0, 3) + " " + next.substring(3)))
                .count();
        assertThat(accepted).isEqualTo(1);

        String ahead = app.code(clock.instant().plus(STEP));
        assertThat(factor.accept("ann", ahead)).isTrue();
        clock.advance(STEP);
        assertThat(factor.accept("ann", next)).as("older than the last").isFalse();
    }

    @Test
    void aRecoveryCodeReplacesTheAppOnce() {
        TestApp app = app();
        List<String> codes =
                factor.confirm(ANN, app.code(clock.instant()), null).orElseThrow();
        assertThat(codes).hasSize(8).doesNotHaveDuplicates();

        assertThat(factor.accept("ben", codes.get(0))).isFalse();
        assertThat(factor.accept("ann", " " + codes.get(0).toUpperCase(Locale.ROOT)))
                .isTrue();
        assertThat(factor.accept("ann", codes.get(0))).isFalse();
        assertThat(factor.status("ann").recoveryCodesLeft()).isEqualTo(7);

        assertThat(factor.remove(ANN)).isTrue();
        assertThat(factor.accept("ann", codes.get(1))).isFalse();
        assertThat(factor.remove(ANN)).isFalse();
    }

    @Test
    void theDatabaseHasNoSecretAndAnOldKeyCanBeRetired() {
        TestApp app = app();
        List<String> codes =
                factor.confirm(ANN, app.code(clock.instant()), null).orElseThrow();
        String rows = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT string_agg(t::text, ' ') || (SELECT string_agg(r::text, ' ') FROM operator_recovery_codes r) FROM operator_totp t")
                .mapTo(String.class)
                .one());
        byte[] secret = BaseEncoding.base32().decode(app.secret());
        assertThat(rows)
                .contains("\\x")
                .doesNotContain(
                        HexFormat.of().formatHex(secret),
                        codes.get(0),
                        codes.get(0).replace("-", ""));

        clock.advance(STEP);
        assertThat(with("b").accept("ann", app.code(clock.instant())))
                .as("another key")
                .isFalse();
        with("b", "a").resealAll();
        assertThat(with("b").accept("ann", app.code(clock.instant()))).isTrue();
    }

    @Test
    void anAdminWhoNeedsItIsAViewerUntilItIsOn() {
        EffectiveRole strict = new EffectiveRole(factor, true);
        assertThat(strict.of(TestOperators.entry("ann", Role.ADMIN))).isEqualTo(Role.VIEWER);
        assertThat(strict.of(TestOperators.entry("ann", Role.OPERATOR))).isEqualTo(Role.OPERATOR);
        assertThat(new EffectiveRole(factor, false).of(TestOperators.entry("ann", Role.ADMIN)))
                .isEqualTo(Role.ADMIN);

        factor.confirm(ANN, app().code(clock.instant()), null);

        assertThat(strict.of(TestOperators.entry("ann", Role.ADMIN))).isEqualTo(Role.ADMIN);
    }

    private TestApp app() {
        return new TestApp(factor.begin("ann").orElseThrow().secret());
    }

    private SecondFactor with(String... secrets) {
        return new SecondFactor(
                jdbi,
                new SecretSeal(
                        Arrays.stream(secrets)
                                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                                .toList(),
                        "operator-totp"),
                clock);
    }
}
