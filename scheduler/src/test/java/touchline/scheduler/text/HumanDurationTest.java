package touchline.scheduler.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HumanDurationTest {
    @ParameterizedTest
    @CsvSource({
        "20 s, PT20S",
        "20s, PT20S",
        "5 min, PT5M",
        "5 MIN, PT5M",
        "1 h 30 min, PT1H30M",
        "1h30m, PT1H30M",
        "2 d, PT48H",
        "250 ms, PT0.25S",
        "PT5M, PT5M",
        "' 7 sec ', PT7S",
        "2 days, PT48H",
        "1 day 2 hours, PT26H",
        "90 Seconds, PT90S",
        "3 minutes, PT3M",
        "5 weeks, PT840H",
        "2 hrs 1 min, PT2H1M"
    })
    void readsWhatPeopleWrite(String text, Duration duration) {
        assertThat(HumanDuration.isOne(text)).isTrue();
        assertThat(HumanDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "min", "5 months", "day", "-5 min", "5 min ago", "2026-03-01T12:00:00Z", "1.5 h"})
    void refusesTheRest(String text) {
        assertThat(HumanDuration.isOne(text)).isFalse();
        assertThatThrownBy(() -> HumanDuration.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
