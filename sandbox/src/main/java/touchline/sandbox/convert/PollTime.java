package touchline.sandbox.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time in the name of a file: UTC, with or without separators, or Unix time in seconds or milliseconds. */
final class PollTime {
    private static final Pattern UTC = Pattern.compile(
            "(20\\d\\d)[-_.]?(\\d\\d)[-_.]?(\\d\\d)[T_ -]?(\\d\\d)[-_.:]?(\\d\\d)[-_.:]?(\\d\\d)(?!\\d)");
    private static final Pattern UNIX = Pattern.compile("(?<!\\d)(\\d{10})(\\d{3})?(?!\\d)");

    private PollTime() {}

    static Optional<Instant> in(String name) {
        Matcher utc = UTC.matcher(name);
        if (utc.find()) {
            try {
                return Optional.of(LocalDateTime.of(
                                number(utc, 1),
                                number(utc, 2),
                                number(utc, 3),
                                number(utc, 4),
                                number(utc, 5),
                                number(utc, 6))
                        .toInstant(ZoneOffset.UTC));
            } catch (DateTimeException noTime) {
                return Optional.empty();
            }
        }
        Matcher unix = UNIX.matcher(name);
        if (!unix.find()) {
            return Optional.empty();
        }
        String millis = unix.group(2);
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(unix.group(1)))
                .plusMillis(millis == null ? 0 : Long.parseLong(millis)));
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
