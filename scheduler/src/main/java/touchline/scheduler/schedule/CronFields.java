package touchline.scheduler.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a cron expression as sets of values. Expressions with a nearest weekday ({@code W}) or an nth weekday ({@code #}) are not sets.
 *
 * @param days of the month; null where the weekdays count
 * @param lastDay whether it is the last day of the month, and no other
 * @param weekdays 1 for Sunday to 7; null where the days of the month count
 * @param years null for every year
 */
record CronFields(
        TreeSet<Integer> seconds,
        TreeSet<Integer> minutes,
        TreeSet<Integer> hours,
        @Nullable TreeSet<Integer> days,
        boolean lastDay,
        TreeSet<Integer> months,
        @Nullable TreeSet<Integer> weekdays,
        @Nullable TreeSet<Integer> years) {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final String VALUE = "(?:[0-9]{1,4}|[A-Z]{3})";
    private static final Pattern ITEM =
            Pattern.compile("(?:(\\*)|(" + VALUE + ")(?:-(" + VALUE + "))?)?(?:/([0-9]{1,4}))?");
    /** What Quartz also accepts for a day of the month, and for a weekday. */
    private static final Pattern MORE_DAYS = Pattern.compile("L|LW|L-[0-9]{1,2}W?|[0-9]{1,2}W");

    private static final Pattern MORE_WEEKDAYS = Pattern.compile("L|" + VALUE + "(?:L|#[1-5])");
    private static final int HORIZON_YEARS = 12;
    private static final int TIMES = 30;

    /** A field: its bounds and the names of its values. */
    @SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
    private enum Kind {
        SECOND(0, 59, List.of()),
        MINUTE(0, 59, List.of()),
        HOUR(0, 23, List.of()),
        DAY(1, 31, List.of()),
        MONTH(1, 12, MONTHS),
        WEEKDAY(1, 7, WEEKDAYS),
        YEAR(1970, 2199, List.of());

        private final int least;
        private final int most;
        private final List<String> names;

        Kind(int least, int most, List<String> names) {
            this.least = least;
            this.most = most;
            this.names = names;
        }

        private @Nullable Integer value(String text) {
            int named = names.indexOf(text);
            if (named >= 0) {
                return least + named;
            }
            int value = Character.isDigit(text.charAt(0)) ? Integer.parseInt(text) : -1;
            return value < least || value > most ? null : (Integer) value;
        }
    }

    /** Whether a field is well-formed: Quartz ignores faults such as {@code 5C} and {@code 1,,2}. */
    static boolean isWritten(int field, String text) {
        Kind kind = Kind.values()[field];
        String upper = text.toUpperCase(Locale.ROOT);
        boolean mayBeAny = kind == Kind.DAY || kind == Kind.WEEKDAY;
        if (mayBeAny && upper.equals("?")) {
            return true;
        }
        for (String item : upper.split(",", -1)) {
            boolean more = (kind == Kind.DAY && MORE_DAYS.matcher(item).matches())
                    || (kind == Kind.WEEKDAY && MORE_WEEKDAYS.matcher(item).matches());
            if (!more && values(kind, item) == null) {
                return false;
            }
        }
        return true;
    }

    /** Empty if it is not expressible by sets, or if Quartz' fire times differ from the sets. */
    static Optional<CronFields> of(String expression) {
        String[] texts = expression.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        if (texts.length < 6 || texts.length > 7) {
            return Optional.empty();
        }
        boolean byWeekday = texts[3].equals("?");
        boolean lastDay = texts[3].equals("L");
        TreeSet<Integer> seconds = set(Kind.SECOND, texts[0]);
        TreeSet<Integer> minutes = set(Kind.MINUTE, texts[1]);
        TreeSet<Integer> hours = set(Kind.HOUR, texts[2]);
        TreeSet<Integer> days = byWeekday || lastDay ? null : set(Kind.DAY, texts[3]);
        TreeSet<Integer> months = set(Kind.MONTH, texts[4]);
        TreeSet<Integer> weekdays = byWeekday ? set(Kind.WEEKDAY, texts[5]) : null;
        boolean everyYear = texts.length == 6 || texts[6].equals("*");
        TreeSet<Integer> years = everyYear ? null : set(Kind.YEAR, texts[6]);
        if (seconds == null || minutes == null || hours == null || months == null) {
            return Optional.empty();
        }
        boolean dayIsRead = byWeekday ? weekdays != null : texts[5].equals("?") && (lastDay || days != null);
        if (!dayIsRead || (!everyYear && years == null)) {
            return Optional.empty();
        }
        return Optional.of(new CronFields(seconds, minutes, hours, days, lastDay, months, weekdays, years))
                .filter(fields -> fields.isWhatFires(expression));
    }

    private static @Nullable TreeSet<Integer> set(Kind kind, String text) {
        TreeSet<Integer> all = new TreeSet<>();
        for (String item : text.split(",", -1)) {
            TreeSet<Integer> some = values(kind, item);
            if (some == null) {
                return null;
            }
            all.addAll(some);
        }
        return all;
    }

    private static @Nullable TreeSet<Integer> values(Kind kind, String item) {
        Matcher parts = ITEM.matcher(item);
        if (item.isEmpty() || !parts.matches()) {
            return null;
        }
        Integer from = parts.group(2) == null ? (Integer) kind.least : kind.value(parts.group(2));
        boolean single = parts.group(2) != null && parts.group(3) == null && parts.group(4) == null;
        Integer to = parts.group(3) == null ? (Integer) kind.most : kind.value(parts.group(3));
        int step = parts.group(4) == null ? 1 : Integer.parseInt(parts.group(4));
        if (from == null || to == null || step < 1 || (kind == Kind.YEAR && to < from)) {
            return null;
        }
        int last = single ? from : to < from ? to + kind.most - kind.least + 1 : to;
        TreeSet<Integer> values = new TreeSet<>();
        for (int value = from; value <= last; value += step) {
            values.add(value > kind.most ? value - kind.most + kind.least - 1 : value);
        }
        return values;
    }

    /** Compares the sets with Quartz' fire times after several dates, leap years included. */
    private boolean isWhatFires(String expression) {
        FireTimes quartz = FireTimes.cron(expression, ZoneOffset.UTC);
        int first = years == null ? 2027 : years.first();
        for (LocalDate start : List.of(LocalDate.of(first, 1, 1), LocalDate.of(first, 6, 29))) {
            LocalDateTime time = start.atStartOfDay().minusSeconds(1);
            for (int n = 0; n < TIMES && time != null; n++) {
                LocalDateTime next = after(time, start.getYear() + HORIZON_YEARS);
                var fires = quartz.after(time.toInstant(ZoneOffset.UTC));
                LocalDateTime fired = fires == null ? null : LocalDateTime.ofInstant(fires, ZoneOffset.UTC);
                boolean beyond = fired == null || fired.getYear() > start.getYear() + HORIZON_YEARS;
                if (next == null ? !beyond : !next.equals(fired)) {
                    return false;
                }
                time = next;
            }
        }
        return true;
    }

    private @Nullable LocalDateTime after(LocalDateTime time, int untilYear) {
        LocalDateTime from = time.plusSeconds(1);
        for (LocalDate day = from.toLocalDate(); day.getYear() <= untilYear; day = day.plusDays(1)) {
            if (isDay(day)) {
                LocalDateTime least = day.equals(from.toLocalDate()) ? from : day.atStartOfDay();
                LocalDateTime found = timeOfDay(day, least);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable LocalDateTime timeOfDay(LocalDate day, LocalDateTime least) {
        for (int hour : hours.tailSet(least.getHour())) {
            boolean sameHour = hour == least.getHour();
            for (int minute : sameHour ? minutes.tailSet(least.getMinute()) : minutes) {
                boolean sameMinute = sameHour && minute == least.getMinute();
                Integer second = sameMinute ? seconds.ceiling(least.getSecond()) : seconds.first();
                if (second != null) {
                    return day.atTime(hour, minute, second);
                }
            }
        }
        return null;
    }

    private boolean isDay(LocalDate day) {
        int weekday =
                day.getDayOfWeek() == DayOfWeek.SUNDAY ? 1 : day.getDayOfWeek().getValue() + 1;
        return (years == null || years.contains(day.getYear()))
                && months.contains(day.getMonthValue())
                && (weekdays == null || weekdays.contains(weekday))
                && (days == null || days.contains(day.getDayOfMonth()))
                && (!lastDay || day.getDayOfMonth() == day.lengthOfMonth());
    }

    /** Whether a set has all values from {@code least} to {@code most}. */
    static boolean isAll(NavigableSet<Integer> set, int least, int most) {
        return IntStream.rangeClosed(least, most).allMatch(set::contains);
    }
}
