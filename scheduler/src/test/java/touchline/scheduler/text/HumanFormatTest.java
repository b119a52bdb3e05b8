package touchline.scheduler.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HumanFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "1, 1 ms",
        "999, 999 ms",
        "1000, 1 s",
        "1049, 1 s",
        "1050, 1.1 s",
        "8259, 8.3 s",
        "8999, 9 s",
        "9949, 9.9 s",
        "9950, 10 s",
        "10000, 10 s",
        "10400, 10 s",
        "119499, 119 s",
        "119500, 2 min",
        "120000, 2 min",
        "-8259, 8.3 s",
        "7200000, 2 h",
        "19200000, 5 h 20 min",
        "172800000, 2 d"
    })
    void measuredDurationsHaveOneScale(long millis, String text) {
        assertThat(HumanFormat.span(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 2 s",
        "90000, 90 s",
        "300000, 5 min",
        "1500, 1500 ms",
        "21600000, 6 h",
        "86400000, 1 d",
        "0, 0 ms"
    })
    void settingsAreExact(long millis, String text) {
        assertThat(HumanFormat.setting(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void oneThingIsSingular() {
        assertThat(HumanFormat.count(0, "match", "matches")).isEqualTo("0 matches");
        assertThat(HumanFormat.count(1, "match", "matches")).isEqualTo("1 match");
        assertThat(HumanFormat.count(2, "match", "matches")).isEqualTo("2 matches");
        assertThat(HumanFormat.count(8_000, "match", "matches")).isEqualTo("8,000 matches");
    }
}
