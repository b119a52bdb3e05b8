package touchline.api.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Texts;
import touchline.market.money.Price;

/**
 * A JSON body, read field by field so that all its errors are reported at once. Read each field, then call {@link #check}: only after
 * that the values are valid.
 */
public final class RequestBody {
    /** The largest body there may be, in bytes. */
    public static final int LARGEST = 16 * 1024;

    private static final int LONGEST_REASON = 500;
    private static final ObjectMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode body;
    private final Set<String> known = new HashSet<>();
    private final List<Problem.FieldError> errors = new ArrayList<>();

    private RequestBody(JsonNode body) {
        this.body = body;
    }

    /**
     * Reads a body.
     *
     * @throws ProblemException if it is no JSON object, or larger than 16 KiB
     */
    public static RequestBody parse(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            throw new ProblemException(Problems.malformedJson("A JSON object is expected; the body is empty."));
        }
        if (bytes.length > LARGEST) {
            throw new ProblemException(Problems.tooLarge());
        }
        try {
            JsonNode body = JSON.readTree(text(bytes));
            if (!body.isObject()) {
                throw new ProblemException(Problems.malformedJson("A JSON object is expected."));
            }
            return new RequestBody(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " At line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ".";
            throw new ProblemException(Problems.malformedJson("It can't be read." + where));
        }
    }

    /** As UTF-8 and nothing else: Jackson would guess at UTF-16 and UTF-32. A byte order mark is ignored, as RFC 8259 allows. */
    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problems.malformedJson("It is not encoded as UTF-8."));
        }
    }

    /** Whether a field is present; it may be null. */
    public boolean has(String field) {
        known.add(field);
        return body.has(field);
    }

    /** A whole number within bounds. */
    public long whole(String field, long min, long max) {
        JsonNode value = field(field);
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= min
                && value.longValue() <= max) {
            return value.longValue();
        }
        wrong(field, "must be a whole number from " + min + " to " + max);
        return min;
    }

    /** A string that is not empty, of at most 128 characters. */
    public String text(String field) {
        return text(field, 128);
    }

    /** A string that is not empty. */
    public String text(String field, int longest) {
        JsonNode value = field(field);
        if (value.isTextual()
                && !value.textValue().isBlank()
                && Texts.isStorable(value.textValue())
                && value.textValue().length() <= longest) {
            return value.textValue();
        }
        wrong(field, "must be a string of 1 to " + longest + " characters");
        return "";
    }

    /** Why something is done: 3 to 500 characters. */
    public String reason() {
        JsonNode value = field("reason");
        String reason = value.isTextual() ? value.textValue().strip() : "";
        if (reason.length() < 3 || reason.length() > LONGEST_REASON || !Texts.isStorable(reason)) {
            wrong("reason", "must say why, in 3 to " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    /** A string that may be left out; null where it is, or is null. */
    public @Nullable String optionalText(String field, int longest) {
        return optional(field, longest, text -> text, "must be a string of at most " + longest + " characters");
    }

    /**
     * An optional parsed string; null if it is absent or null.
     *
     * @param reader throws an IllegalArgumentException or a DateTimeException at what it can't read
     * @param otherwise the error message then
     */
    public <T> @Nullable T optional(String field, int longest, Function<String, T> reader, String otherwise) {
        JsonNode value = field(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return Texts.read(value.isTextual() ? value.textValue() : "", longest, reader)
                .orElseGet(() -> {
                    wrong(field, otherwise);
                    return null;
                });
    }

    /** An optional boolean; false if it is absent. */
    public boolean flag(String field) {
        JsonNode value = field(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            wrong(field, "must be true or false");
        }
        return value.asBoolean();
    }

    /** Strings by name; empty where it is left out or null. */
    public Map<String, String> texts(String field) {
        JsonNode value = field(field);
        Map<String, String> texts = new LinkedHashMap<>();
        if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
            wrong(field, "must be an object of strings");
        }
        value.properties().forEach(entry -> {
            String text = entry.getValue().textValue();
            if (text == null || !Texts.isStorable(text) || !Texts.isStorable(entry.getKey())) {
                wrong(field + "." + entry.getKey(), "must be a string");
            } else {
                texts.put(entry.getKey(), text);
            }
        });
        return texts;
    }

    /** One of an enum's names. */
    public <E extends Enum<E>> E oneOf(String field, Class<E> type) {
        JsonNode value = field(field);
        for (E constant : type.getEnumConstants()) {
            if (value.isTextual() && constant.name().equals(value.textValue())) {
                return constant;
            }
        }
        wrong(
                field,
                "must be one of " + Arrays.toString(type.getEnumConstants()).toUpperCase(Locale.ROOT));
        return type.getEnumConstants()[0];
    }

    /** A price, or null where the field is left out or null. */
    public @Nullable Price price(String field) {
        JsonNode value = field(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isTextual()) {
            try {
                Price price = Price.parse(value.textValue());
                if (price.tenThousandths() <= 10_000_000_000_000L) {
                    return price;
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                // reported below
            }
        }
        wrong(field, "must be a positive decimal string with at most four decimals, as in \"103.2500\"");
        return null;
    }

    /**
     * To be called once all fields were asked for.
     *
     * @throws ProblemException if anything is wrong, with everything that is
     */
    public void check() {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                wrong(name, "is not known here");
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.invalid(List.copyOf(errors)));
        }
    }

    private JsonNode field(String field) {
        known.add(field);
        JsonNode value = body.get(field);
        return value == null ? MissingNode.getInstance() : value;
    }

    /** Reports an error that the caller found. */
    public void refuse(String field, String message) {
        wrong(field, message);
    }

    private void wrong(String field, String message) {
        errors.add(new Problem.FieldError(Texts.shown(field), message));
    }

    /** A form that is equal for bodies that differ only in the order of fields. */
    public String canonical() {
        List<String> fields = new ArrayList<>();
        body.properties().forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
        fields.sort(null);
        return String.join("&", fields);
    }
}
