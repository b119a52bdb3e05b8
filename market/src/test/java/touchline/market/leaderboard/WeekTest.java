package touchline.market.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeekTest {
    @Test
    void everyDayOfFortyYearsIsInTheWeekInWhichIsoHasIt() {
        for (LocalDate day = LocalDate.of(2000, 1, 1); day.getYear() < 2040; day = day.plusDays(1)) {
            Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            Week week = Week.of(midnight);

            assertThat(DateTimeFormatter.ISO_WEEK_DATE.format(day)).startsWith(week + "-");
            assertThat(Week.of(midnight.plus(Duration.ofDays(1)).minusNanos(1))).isEqualTo(week);
            assertThat(Week.parse(week.toString())).isEqualTo(week);
            assertThat(midnight).isAfterOrEqualTo(week.start()).isBefore(week.end());
        }
    }

    @Test
    void weeksFollowOneAnotherWithoutAGap() {
        Week week = Week.parse("2000-W01");
        for (; week.year() < 2040; week = week.next()) {
            assertThat(week.next().start()).isEqualTo(week.end());
            assertThat(week.next().previous()).isEqualTo(week);
            assertThat(week).isLessThan(week.next());
            assertThat(week.toString()).isLessThan(week.next().toString());
            assertThat(Duration.between(week.start(), week.end())).isEqualTo(Duration.ofDays(7));
        }
    }

    @Test
    void someYearsHaveAWeek53() {
        List<Integer> years = IntStream.range(2010, 2040)
                .filter(year -> new Week(year + 1, 1).previous().number() == 53)
                .boxed()
                .toList();

        assertThat(years).containsExactly(2015, 2020, 2026, 2032, 2037);
        assertThat(Week.of(Instant.parse("2027-01-03T23:59:59.999Z"))).hasToString("2026-W53");
        assertThat(Week.of(Instant.parse("2024-12-30T00:00:00Z"))).hasToString("2025-W01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-47",
                "2026-W",
                "2026-W7",
                "2026-W00",
                "2026-W54",
                "2025-W53",
                "1969-W01",
                "9999-W01",
                "2026-W47 ",
                "2026-w47",
                "2026-W47-1",
                "٢٠٢٦-W٤٧",
                "+026-W47"
            })
    void whatIsNoWeekIsRefused(String text) {
        assertThatThrownBy(() -> Week.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
