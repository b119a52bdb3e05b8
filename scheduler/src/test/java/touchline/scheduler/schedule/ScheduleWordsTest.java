package touchline.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;
import touchline.scheduler.job.Schedule;

final class ScheduleWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 5 0 ? * MON             | at 00:05 UTC, only on Monday
                    0 20 3 * * ?              | at 03:20 UTC
                    15 30 3 * * ?             | at 03:30:15 UTC
                    0 0 0,12 * * ?            | at 00:00 and 12:00 UTC
                    * * * * * ?               | every second (UTC)
                    0/2 * * * * ?             | every 2 seconds (UTC)
                    0 * * * * ?               | every minute (UTC)
                    30 * * * * ?              | every minute at second 30 (UTC)
                    0 0/5 * * * ?             | every 5 minutes (UTC)
                    0 7/20 * * * ?            | every 20 minutes, from minute 7 on (UTC)
                    0 5/10 3 * * ?            | every 10 minutes in hour 3, from minute 5 on (UTC)
                    0 0/7 * * * ?             | by the cron expression 0 0/7 * * * ? (UTC)
                    0 0/25 * * * ?            | every hour at minute 0, 25 and 50 (UTC)
                    0 0 * * * ?               | every hour at minute 0 (UTC)
                    5 10 * * * ?              | every hour at minute 10 and second 5 (UTC)
                    0 0 2/6 * * ?             | at 02:00, 08:00, 14:00 and 20:00 UTC
                    0 0 1/4 * * ?             | every 4 hours at minute 0, from hour 1 on (UTC)
                    0 0 9-17 ? * MON-FRI      | every hour at minute 0 from 09:00 to 17:59, only on Monday, Tuesday, Wednesday, Thursday and Friday (UTC)
                    0 0 0 ? * MON,WED         | at 00:00 UTC, only on Monday and Wednesday
                    0 0 0 ? * SAT-MON         | at 00:00 UTC, only on Sunday, Monday and Saturday
                    0 0 0 ? * 2/2             | at 00:00 UTC, only on Monday, Wednesday and Friday
                    0 0 0 ? * L               | by the cron expression 0 0 0 ? * L (UTC)
                    0 0 6 1,15 * ?            | at 06:00 UTC on day 1 and 15 of the month
                    0 0 0 1 1 ? 2098          | at 00:00 UTC on 1 January 2098
                    0 0 12 L * ?              | at 12:00 UTC on the last day of the month
                    30 0 1,13 ? JAN,JUL MON   | at 01:00:30 and 13:00:30 UTC in January and July, only on Monday
                    0 5-2 * * * ?             | by the cron expression 0 5-2 * * * ? (UTC)
                    0 0 0 1 JANU ?            | by the cron expression 0 0 0 1 JANU ? (UTC)
                    0 0 0 ? * 2#2,6           | by the cron expression 0 0 0 ? * 2#2,6 (UTC)
                    0 0 0 15,LW * ?           | by the cron expression 0 0 0 15,LW * ? (UTC)
                    0 0 0 LW * ?              | by the cron expression 0 0 0 LW * ? (UTC)
                    0 0 0 15W * ?             | by the cron expression 0 0 0 15W * ? (UTC)
                    0 0 0 L-3 * ?             | by the cron expression 0 0 0 L-3 * ? (UTC)
                    0 0 0 ? * 6L              | by the cron expression 0 0 0 ? * 6L (UTC)
                    0 0 0 ? * 5C              | by the cron expression 0 0 0 ? * 5C (UTC)
                    """)
    void cronsAreSaidInWords(String expression, String words) {
        String said = ScheduleWords.of(new Schedule.Cron(expression));
        assertThat(said).isEqualTo(words);
    }

    @Test
    void whatWordsCanNotSayIsShownWithItsNextTimes() {
        assertThat(ScheduleWords.of(new Schedule.Cron("0 0 0 ? * 2#2,6"), Instant.parse("2026-11-24T10:00:00Z")))
                .isEqualTo(
                        "by the cron expression 0 0 0 ? * 2#2,6 (UTC), next at 2026-12-14 00:00:00, 2027-01-11 00:00:00"
                                + " and 2027-02-08 00:00:00");
    }

    /** The words and Quartz' computation agree, in both directions. */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void wordsSayWhatFires(@ForAll("expressions") String expression) throws ParseException {
        Assume.that(CronExpression.isValidExpression(expression));
        String words = ScheduleWords.of(new Schedule.Cron(expression));
        if (words.startsWith("by the cron expression")) {
            return;
        }
        Predicate<LocalDateTime> claim = Claim.of(words);
        CronExpression cron = new CronExpression(expression);
        cron.setTimeZone(TimeZone.getTimeZone("UTC"));
        LocalDateTime time = LocalDateTime.of(2027, 12, 29, 22, 58, 30);
        Date fire = Date.from(time.toInstant(ZoneOffset.UTC));
        for (int n = 0; n < 12; n++) {
            fire = cron.getNextValidTimeAfter(fire);
            if (fire == null) {
                return;
            }
            LocalDateTime fired = LocalDateTime.ofInstant(fire.toInstant(), ZoneOffset.UTC);
            assertThat(claim.test(fired))
                    .as("%s fires at %s, though it is: %s", expression, fired, words)
                    .isTrue();
            for (LocalDateTime between = time.plusSeconds(1);
                    between.isBefore(fired) && between.isBefore(time.plusMinutes(70));
                    between = between.plusSeconds(1)) {
                assertThat(claim.test(between))
                        .as("%s does not fire at %s, though it is: %s", expression, between, words)
                        .isFalse();
            }
            for (LocalDateTime day = time.plusDays(1);
                    day.toLocalDate().isBefore(fired.toLocalDate()) && day.isBefore(time.plusDays(70));
                    day = day.plusDays(1)) {
                assertThat(claim.test(day.toLocalDate().atTime(fired.toLocalTime())))
                        .as("%s does not fire on %s, though it is: %s", expression, day, words)
                        .isFalse();
            }
            time = fired;
        }
    }

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> second = Arbitraries.of("0", "0", "0", "30", "*", "0/20", "5/15", "10-12");
        Arbitrary<String> minute = part(0, 59);
        Arbitrary<String> hour = part(0, 23);
        Arbitrary<String> days = Arbitraries.oneOf(
                part(1, 28).map(day -> day + " ?"),
                Arbitraries.of("* ?", "L ?", "LW ?", "15,LW ?", "15W ?", "L-2 ?", "31 ?", "29,30 ?"),
                Arbitraries.of(
                        "? MON", "? MON-FRI", "? 2#2", "? 2#2,6", "? 6L", "? L", "? FRI-MON", "? 1,7", "? 2/2", "? *"));
        Arbitrary<String> month = Arbitraries.of("*", "*", "*", "JAN", "2", "3,6", "NOV-FEB", "1/3");
        return Combinators.combine(second, minute, hour, days, month)
                .as((s, m, h, d, mo) -> s + " " + m + " " + h + " " + d.substring(0, d.indexOf(' ')) + " " + mo + " "
                        + d.substring(d.indexOf(' ') + 1));
    }

    private static Arbitrary<String> part(int least, int most) {
        Arbitrary<Integer> value = Arbitraries.integers().between(least, most);
        return Arbitraries.oneOf(
                value.map(Object::toString),
                Arbitraries.just("*"),
                value.list()
                        .ofMinSize(2)
                        .ofMaxSize(4)
                        .map(all -> all.stream().map(Object::toString).collect(Collectors.joining(","))),
                Combinators.combine(value, value).as((from, to) -> from + "-" + to),
                Combinators.combine(value, Arbitraries.of(2, 4, 5, 6, 7, 10, 15, 20))
                        .as((from, step) -> from + "/" + step),
                Combinators.combine(value, value, Arbitraries.of(2, 3, 5))
                        .as((from, to, step) -> from + "-" + to + "/" + step));
    }

    /** Reads the words back: each clause narrows what is claimed, and none may be left over. */
    private static final class Claim {
        private String words;
        private Predicate<LocalDateTime> all = time -> true;

        private Claim(String words) {
            this.words = words;
        }

        static Predicate<LocalDateTime> of(String words) {
            Claim claim = new Claim(words);
            claim.read();
            return claim.all;
        }

        private void read() {
            clause(" ?\\(?UTC\\)?", found -> {});
            clause(", only on ((?:[A-Z][a-z]+day(?:, | and )?)+)", found -> {
                List<String> named = list(found.group(1));
                and(time -> named.contains(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
            });
            clause(
                    " on the last day of the month",
                    found -> and(
                            time -> time.getDayOfMonth() == time.toLocalDate().lengthOfMonth()));
            clause(" on day ([0-9, and]+) of the month", found -> {
                List<String> days = list(found.group(1));
                and(time -> days.contains(Integer.toString(time.getDayOfMonth())));
            });
            clause(
                    " on ([0-9]+) ([A-Z][a-z]+)",
                    found -> and(time -> time.getDayOfMonth() == Integer.parseInt(found.group(1))
                            && month(time).equals(found.group(2))));
            clause(" in ((?:[A-Z][a-z]+(?:, | and )?)+)", found -> {
                List<String> named = list(found.group(1));
                and(time -> named.contains(month(time)));
            });
            clause("^at ((?:[0-9:]+(?:, | and )?)+)", found -> {
                List<String> times = list(found.group(1)).stream()
                        .map(one -> one.length() == 5 ? one + ":00" : one)
                        .toList();
                and(time -> times.contains(
                        String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond())));
            });
            clause(
                    " from ([0-9]+):00 to ([0-9]+):59",
                    found -> and(time -> time.getHour() >= Integer.parseInt(found.group(1))
                            && time.getHour() <= Integer.parseInt(found.group(2))));
            clause(" in hour ([0-9, and]*[0-9])", found -> {
                List<String> hours = list(found.group(1));
                and(time -> hours.contains(Integer.toString(time.getHour())));
            });
            int[] from = {0};
            clause(", from (?:second|minute|hour) ([0-9]+) on", found -> from[0] = Integer.parseInt(found.group(1)));
            boolean second = words.matches(".*(at|and) second [0-9]+.*");
            clause(
                    "(?: at| and) second ([0-9]+)",
                    found -> and(time -> time.getSecond() == Integer.parseInt(found.group(1))));
            clause(" at minute ([0-9, and]*[0-9])", found -> {
                List<String> minutes = list(found.group(1));
                and(time -> minutes.contains(Integer.toString(time.getMinute())));
            });
            // What is not said to go by the second goes by the minute.
            if (words.matches("every .*(minute|hour)s?") && !second) {
                and(time -> time.getSecond() == 0);
            }
            clause("^every (?:([0-9]+) )?(second|minute|hour)s?", found -> {
                int step = found.group(1) == null ? 1 : Integer.parseInt(found.group(1));
                and(time -> switch (found.group(2)) {
                    case "second" -> time.getSecond() % step == from[0] % step && time.getSecond() >= from[0];
                    case "minute" -> time.getMinute() % step == from[0] % step && time.getMinute() >= from[0];
                    default -> time.getHour() % step == from[0] % step && time.getHour() >= from[0];
                });
            });
            assertThat(words).as("words that claim nothing that is checked").isEmpty();
        }

        private void clause(String pattern, Consumer<MatchResult> reading) {
            Matcher found = Pattern.compile(pattern).matcher(words);
            if (found.find()) {
                reading.accept(found.toMatchResult());
                words = words.substring(0, found.start()) + words.substring(found.end());
            }
        }

        private void and(Predicate<LocalDateTime> more) {
            all = all.and(more);
        }

        private static List<String> list(String text) {
            return List.of(text.split(", | and "));
        }

        private static String month(LocalDateTime time) {
            return time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        }
    }

    @Test
    void theZoneIsSaid() {
        assertThat(ScheduleWords.of(new Schedule.Cron("0 20 3 * * ?", ZoneId.of("Europe/London"))))
                .isEqualTo("at 03:20 Europe/London");
        assertThat(ScheduleWords.of(new Schedule.Cron("0 20 3 * * ?", ZoneId.of("UTC"))))
                .isEqualTo("at 03:20 UTC");
    }

    @Test
    void whatIsNoCronIsSaidInWords() {
        assertThat(ScheduleWords.of(new Schedule.Every(Duration.ofSeconds(2)))).isEqualTo("every 2 s");
        assertThat(ScheduleWords.of(new Schedule.SelfTimed(Duration.ofSeconds(90))))
                .isEqualTo("decided by the job, at the latest every 90 s");
        assertThat(ScheduleWords.of(new Schedule.OnDemand())).isEqualTo("on demand");
    }
}
