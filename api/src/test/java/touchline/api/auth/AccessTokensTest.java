package touchline.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import touchline.market.wallet.UserId;

class AccessTokensTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-24T10:00:00.5Z"), ZoneOffset.UTC);
    private static final byte[] OLD = "the old secret, which is long enough".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "the new secret, which is long enough".getBytes(StandardCharsets.UTF_8);
    private static final UserId ALICE = UserId.of("alice");

    @Test
    void aTokenIsGoodUntilItRunsOut() {
        AccessTokens.Minted token = new AccessTokens(NEW, NOW).issue(ALICE, "Alice", Duration.ofHours(1));

        assertThat(token.expiresAt()).isEqualTo("2026-11-24T11:00:00Z");
        assertThat(after(Duration.ofMinutes(59)).verify(token.text())).hasValueSatisfying(trader -> {
            assertThat(trader.id()).isEqualTo(ALICE);
            assertThat(trader.name()).isEqualTo("Alice");
            assertThat(trader.token().expiresAt()).isEqualTo(token.expiresAt());
        });
        assertThat(after(Duration.ofHours(1)).verify(token.text())).isEmpty();
        assertThat(token.toString()).doesNotContain(token.text());
    }

    /** Its signature is checked once, its end each time. */
    @Test
    void aTokenThatWasVerifiedIsRefusedOnceItHasRunOut() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW.instant());
        AccessTokens tokens = new AccessTokens(NEW, new MovingClock(now));
        String token = tokens.mint(ALICE, "Alice", Duration.ofHours(1));
        assertThat(tokens.verify(token)).isPresent();
        now.set(NOW.instant().plus(Duration.ofMinutes(59)));
        assertThat(tokens.verify(token)).isEqualTo(new AccessTokens(NEW, NOW).verify(token));
        assertThat(tokens.verify(token + "A")).isEmpty();
        now.set(NOW.instant().plus(Duration.ofHours(1)));
        assertThat(tokens.verify(token)).isEmpty();
    }

    private static final class MovingClock extends Clock {
        private final AtomicReference<Instant> now;

        private MovingClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return Objects.requireNonNull(now.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** First every node knows both and signs with the old one, then with the new one, and once all old tokens have run out the old one goes. */
    @Test
    void secretsAreChangedWithoutLoggingAnybodyOut() {
        String byOld = new AccessTokens(List.of(OLD), NOW).mint(ALICE, "Alice", Duration.ofHours(1));
        AccessTokens before = new AccessTokens(List.of(OLD, NEW), NOW);
        AccessTokens then = new AccessTokens(List.of(NEW, OLD), NOW);
        String byNew = then.mint(ALICE, "Alice", Duration.ofHours(1));

        for (AccessTokens node : List.of(before, then)) {
            assertThat(node.verify(byOld)).isPresent();
            assertThat(node.verify(byNew)).isPresent();
        }
        AccessTokens at = new AccessTokens(List.of(NEW), NOW);
        assertThat(at.verify(byNew)).isPresent();
        assertThat(at.verify(byOld)).isEmpty();
    }

    @Test
    void otherTokensUnderTheSameSecretAreRefused() throws Exception {
        AccessTokens tokens = new AccessTokens(NEW, NOW);
        SignedJWT good = SignedJWT.parse(tokens.mint(ALICE, "Alice", Duration.ofHours(1)));
        JWTClaimsSet claims = good.getJWTClaimsSet();
        JWSHeader header = good.getHeader();

        assertThat(tokens.verify(signed(header, claims))).isPresent();
        assertThat(tokens.verify(signed(
                        new JWSHeader.Builder(header).type(JOSEObjectType.JWT).build(), claims)))
                .isEmpty();
        assertThat(tokens.verify(
                        signed(new JWSHeader.Builder(header).keyID(null).build(), claims)))
                .isEmpty();
        assertThat(tokens.verify(signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS384)
                                .type(header.getType())
                                .keyID(header.getKeyID())
                                .build(),
                        claims)))
                .isEmpty();
        for (JWTClaimsSet other : List.of(
                new JWTClaimsSet.Builder(claims)
                        .issuer("https://accounts.google.com")
                        .build(),
                new JWTClaimsSet.Builder(claims).subject(null).build(),
                new JWTClaimsSet.Builder(claims).subject("no such/id").build(),
                new JWTClaimsSet.Builder(claims).jwtID(null).build(),
                new JWTClaimsSet.Builder(claims).expirationTime(null).build(),
                new JWTClaimsSet.Builder(claims)
                        .expirationTime(Date.from(Instant.EPOCH))
                        .build(),
                new JWTClaimsSet.Builder(claims).claim("name", List.of("x")).build())) {
            assertThat(tokens.verify(signed(header, other)))
                    .as(other.toString())
                    .isEmpty();
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        // Long enough for any of the algorithms.
        token.sign(new MACSigner(
                header.getAlgorithm().equals(JWSAlgorithm.HS256)
                        ? NEW
                        : new String(NEW, StandardCharsets.UTF_8).repeat(2).getBytes(StandardCharsets.UTF_8)));
        return token.serialize();
    }

    private static AccessTokens after(Duration time) {
        return new AccessTokens(NEW, Clock.offset(NOW, time));
    }
}
