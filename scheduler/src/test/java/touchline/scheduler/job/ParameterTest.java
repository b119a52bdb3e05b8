package touchline.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of parameters. A number may be an id, which has one spelling. */
class ParameterTest {
    private static final Parameter FIXTURE = Parameter.whole("fixture", "an id", -5, 999_999_999_999_999_999L);

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "-5", "999999999999999999"})
    void aWholeNumberIsAccepted(String value) {
        assertThat(FIXTURE.complaint(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05", "+5", "-0", "٥", " 5", "-6", "1000000000000000000", "99999999999999999999"})
    void anotherSpellingAndANumberOutOfBoundsAreRefused(String value) {
        assertThat(FIXTURE.complaint(value)).isPresent();
    }
}
