package touchline.api.operator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {
    private static final PasswordCost CHEAP = new PasswordCost(1_000);

    @Test
    void aHashMatchesItsPasswordAndNoOther() {
        PasswordHash hash = CHEAP.hash("correct horse");

        assertThat(hash.matches("correct horse")).isTrue();
        assertThat(hash.matches("correct hors")).isFalse();
        assertThat(hash.matches("")).isFalse();
        assertThat(PasswordHash.ofNothing(CHEAP.iterations()).matches("")).isFalse();
    }

    @Test
    void whatIsReadBackIsTheSameHash() {
        PasswordHash hash = PasswordHash.of("pässwörd with 🎉");

        PasswordHash read = PasswordHash.parse(hash.encoded());

        assertThat(read.encoded()).isEqualTo(hash.encoded()).startsWith("pbkdf2-sha512$210000$");
        assertThat(read.matches("pässwörd with 🎉")).isTrue();
    }

    @Test
    void theSamePasswordHasAnotherHashEachTime() {
        assertThat(CHEAP.hash("the same").encoded())
                .isNotEqualTo(CHEAP.hash("the same").encoded());
    }

    @Test
    void aHashOfMoreIterationsIsGoodToo() {
        // What another implementation of PBKDF2-HMAC-SHA512 makes of "secret", 16 bytes of 'a' and 250,000 iterations.
        PasswordHash hash = PasswordHash.parse(
                "pbkdf2-sha512$250000$YWFhYWFhYWFhYWFhYWFhYQ==$x4c8Xqg3gMYdDa+7h8NkWpGv69puQmjNbuX1yoGjf54=");

        assertThat(hash.matches("secret")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha512$1000$YWFhYWFhYWFhYWFhYWFhYQ==$YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=",
                "pbkdf2-sha512$99999999$YWFhYWFhYWFhYWFhYWFhYQ==$YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=",
                "pbkdf2-sha512$210000$YWFh$YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=",
                "pbkdf2-sha512$210000$YWFhYWFhYWFhYWFhYWFhYQ==$YWFh",
                "pbkdf2-sha512$210000$!!!!$????",
                "pbkdf2-sha1$210000$YWFhYWFhYWFhYWFhYWFhYQ==$YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE="
            })
    void aWeakOrMangledHashIsRefusedAndNotRepeated(String encoded) {
        assertThatThrownBy(() -> PasswordHash.parse(encoded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 210000 iterations")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("YWFh"));
    }

    @Test
    void nothingPrintsAHash() {
        OperatorEntry entry = new OperatorEntry("ann", Role.ADMIN, CHEAP.hash("a password"));

        assertThat(entry.toString() + entry.password())
                .doesNotContain(entry.password().encoded().substring(21, 30));
    }
}
