package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Single fields: what is missing, or has a type that makes no sense, is null. Numbers may come as strings. */
final class Fields {
    private static final long LATEST_SECOND = 253_402_300_799L; // the end of year 9999
    private static final long GREATEST_ID = 99_999_999_999_999_999L;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,4}([.][0-9]{1,20})?");
    private static final int LONGEST_TEXT = 2_000;

    private Fields() {}

    static @Nullable Long number(JsonNode field) {
        if (field.isTextual()) {
            String text = field.asText().strip();
            return WHOLE.matcher(text).matches() ? (Long) Long.parseLong(text) : null;
        }
        if (field.isIntegralNumber()) {
            return field.canConvertToLong() ? (Long) field.asLong() : null;
        }
        // 14.0 is 14
        return field.isNumber() && field.canConvertToLong() && field.canConvertToExactIntegral()
                ? (Long) field.asLong()
                : null;
    }

    /** An id: a positive number of at most 17 digits, so that the ids of events derived from a player's have 18. */
    static @Nullable Long id(JsonNode field) {
        Long number = number(field);
        return number == null || number <= 0 || number > GREATEST_ID ? null : number;
    }

    static @Nullable Integer integer(JsonNode field) {
        Long number = number(field);
        return number == null || number != number.intValue() ? null : (Integer) number.intValue();
    }

    /** A count from 0 to {@code most}. */
    static @Nullable Integer count(JsonNode field, int most) {
        Integer number = integer(field);
        return number == null || number < 0 || number > most ? null : number;
    }

    /** A decimal from 0 to {@code most} hundredths, in hundredths. */
    static @Nullable Integer hundredths(JsonNode field, int most) {
        String text = field.isNumber() || field.isTextual() ? field.asText().strip() : "";
        if (!DECIMAL.matcher(text).matches()) {
            return null;
        }
        int hundredths = new BigDecimal(text)
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
        return hundredths > most ? null : (Integer) hundredths;
    }

    static @Nullable Instant seconds(JsonNode field) {
        Long seconds = number(field);
        return seconds == null || seconds < 0 || seconds > LATEST_SECOND ? null : Instant.ofEpochSecond(seconds);
    }

    /** Without what no store takes, and of bounded length. */
    static @Nullable String text(JsonNode field) {
        if (!field.isTextual()) {
            return null;
        }
        String text = field.asText().replace('\u0000', ' ');
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    static String textOr(JsonNode field, String otherwise) {
        String text = text(field);
        return text == null ? otherwise : text;
    }

    static boolean flag(JsonNode field) {
        return field.isTextual()
                ? field.asText().equals("1") || field.asText().equalsIgnoreCase("true")
                : field.asBoolean(false);
    }

    static boolean isNothing(JsonNode field) {
        return field.isMissingNode() || field.isNull();
    }

    /** How a field that can't be read is shown to people. */
    static String shown(JsonNode field) {
        if (field.isMissingNode()) {
            return "missing";
        }
        if (field.isContainerNode()) {
            return field.isArray() ? "a list" : "an object";
        }
        String text = field.isBigInteger() ? "a number that is too large" : field.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /** The rows of a list; an object that is none is the only row, unless it wraps or numbers them. Null for what holds no rows. */
    static @Nullable List<JsonNode> rows(JsonNode data) {
        if (data.isObject()) {
            JsonNode wrapped = data.path("data");
            if (wrapped.isArray() && !data.has("id")) {
                return rows(wrapped);
            }
            boolean numbered = !data.isEmpty()
                    && data.properties().stream()
                            .allMatch(row -> row.getKey().chars().allMatch(Character::isDigit)
                                    && row.getValue().isObject());
            return numbered ? data.valueStream().toList() : List.of(data);
        }
        return data.isArray() ? data.valueStream().toList() : null;
    }
}
