package touchline.api.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** Reads the bytes of a body as one JSON object in UTF-8, without duplicate keys and with nothing after it. */
public final class JsonBody {
    /** The maximum size, in bytes. */
    public static final int LARGEST = 16 * 1024;

    public static final String UNKNOWN = "is not known here";

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /**
     * Reads a body.
     *
     * @throws ProblemException malformed-json if it is no JSON object, too-large if it is larger than {@link #LARGEST}
     */
    public static ObjectNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            throw new ProblemException(Problems.malformedJson("A JSON object is expected; the body is empty."));
        }
        if (bytes.length > LARGEST) {
            throw new ProblemException(Problems.tooLarge());
        }
        try {
            if (JSON.readTree(text(bytes)) instanceof ObjectNode body) {
                return body;
            }
            throw new ProblemException(Problems.malformedJson("A JSON object is expected."));
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " At line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ".";
            throw new ProblemException(Problems.malformedJson("It can't be read." + where));
        }
    }

    /**
     * Reads a body that must not have fields.
     *
     * @throws ProblemException as {@link #parse}; validation, with every field that it has
     */
    public static void requireEmpty(byte[] bytes) {
        List<Problem.FieldError> errors = new ArrayList<>();
        parse(bytes).fieldNames().forEachRemaining(field -> errors.add(Problem.FieldError.of(field, UNKNOWN)));
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.invalid(errors));
        }
    }

    /** A form that is equal for bodies that differ only in the order of fields. */
    static String canonical(ObjectNode body) {
        List<String> fields = new ArrayList<>();
        body.properties().forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
        fields.sort(null);
        return String.join("&", fields);
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
}
