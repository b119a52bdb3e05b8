package touchline.api.operator.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** The vectors for SHA-1 of RFC 6238, appendix B, of which six digits are asked for here. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void codesAreThoseOfTheRfc(long seconds, String eightDigits) {
        Instant at = Instant.ofEpochSecond(seconds);

        assertThat(Totp.code(SECRET, Totp.step(at))).isEqualTo(eightDigits.substring(2));
    }

    @Test
    void codesOfTheStepBeforeAndAfterMatch() {
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        for (int steps = -3; steps <= 3; steps++) {
            String code = Totp.code(SECRET, Totp.step(now) + steps);

            assertThat(Totp.matchingStep(SECRET, code, now).isPresent())
                    .as("%d steps", steps)
                    .isEqualTo(Math.abs(steps) <= 1);
        }
        assertThat(Totp.matchingStep(SECRET, "", now)).isEmpty();
    }

    @Test
    void appsCanReadTheSecret() {
        assertThat(Totp.text(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(Totp.uri(SECRET, "ann@example.org"))
                .isEqualTo("otpauth://totp/Touchline:ann%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Touchline&algorithm=SHA1&digits=6&period=30");
    }
}
