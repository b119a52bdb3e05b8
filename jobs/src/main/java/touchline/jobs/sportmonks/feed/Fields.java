package touchline.jobs.sportmonks.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single fields: what may be missing is null then, also where it has a type that makes no sense; what may not, is insisted on. */
final class Fields {
    private static final long LATEST_SECOND = 253_402_300_799L; // the end of year 9999

    interface Reading<T> {
        T read(JsonNode node) throws FeedException;
    }

    private Fields() {}

    static long requiredNumber(JsonNode field, String name) throws FeedException {
        Long number = number(field);
        if (number == null) {
            throw new FeedException(FeedException.Reason.MALFORMED, name + " is missing or no whole number");
        }
        return number;
    }

    static int requiredInteger(JsonNode field, String name) throws FeedException {
        Integer number = integer(field);
        if (number == null) {
            throw new FeedException(FeedException.Reason.MALFORMED, name + " is missing or no whole number");
        }
        return number;
    }

    static @Nullable Long number(JsonNode field) {
        return field.isIntegralNumber() && field.canConvertToLong() ? field.asLong() : null;
    }

    static @Nullable Integer integer(JsonNode field) {
        return field.isIntegralNumber() && field.canConvertToInt() ? field.asInt() : null;
    }

    static @Nullable Instant seconds(JsonNode field) {
        Long seconds = number(field);
        return seconds == null || seconds < 0 || seconds > LATEST_SECOND ? null : Instant.ofEpochSecond(seconds);
    }

    static @Nullable String text(JsonNode field) {
        return field.isTextual() ? field.asText() : null;
    }

    static String textOr(JsonNode field, String otherwise) {
        return field.isTextual() ? field.asText() : otherwise;
    }

    static boolean flag(JsonNode field) {
        return field.asBoolean(false);
    }

    /** Empty where the list is missing or null. */
    static <T> List<T> listOf(JsonNode list, Reading<T> reading) throws FeedException {
        List<T> read = new ArrayList<>();
        for (JsonNode item : list) {
            read.add(reading.read(item));
        }
        return read;
    }
}
