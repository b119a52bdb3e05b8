package touchline.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.Constraints;
import touchline.api.constraint.MarketBound;
import touchline.api.constraint.OptionalText;
import touchline.api.constraint.Text;
import touchline.api.constraint.TimeAhead;
import touchline.api.constraint.WholeNumber;
import touchline.api.problem.ProblemException;
import touchline.market.MarketRules;
import touchline.market.money.Price;

/** Invalid values of each kind of field, and the error that names them. */
class BodyBinderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BodyBinder binder = new BodyBinder(new Constraints(MarketRules.standard()));

    /** One field of each kind. */
    private record Body(
            @Text(max = 8) String id,
            @NotNull Kind kind,
            @WholeNumber(max = MarketBound.LEVERAGE) Integer leverage,
            @Nullable Price price,
            PatchField<Price> level,
            PatchField<Long> part,
            @OptionalText(max = 8) @Nullable String note,
            @Nullable Boolean flag,
            @Nullable Map<String, String> texts,
            @TimeAhead @Nullable String until,
            @CommandReason String reason) {}

    private enum Kind {
        ONE,
        TWO
    }

    @Test
    void aValidBodyIsBound() {
        Body body = bind("'price':'1.5','level':null,'note':'n','flag':true,'texts':{'a':''},'until':'PT30M'");
        assertThat(body.id()).isEqualTo("7");
        assertThat(body.leverage()).isEqualTo(20);
        assertThat(body.price()).isEqualTo(Price.parse("1.5"));
        assertThat(body.level()).isEqualTo(new PatchField<Price>(true, null));
        assertThat(body.texts()).containsExactly(Map.entry("a", ""));
        assertThat(bind("'note':null").level()).isEqualTo(new PatchField<Price>(false, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            id       | null                     | id       | must be a string of 1 to 8 characters on one line, without control characters
            id       | 7                        | id       | must be a string of 1 to 8 characters on one line, without control characters
            id       | true                     | id       | must be a string of 1 to 8 characters on one line, without control characters
            id       | {}                       | id       | must be a string of 1 to 8 characters on one line, without control characters
            id       | ' '                      | id       | must be a string of 1 to 8 characters on one line, without control characters
            id       | '123456789'              | id       | must be a string of 1 to 8 characters on one line, without control characters
            id       | '\\u0000'                | id       | must be a string of 1 to 8 characters on one line, without control characters
            id       | '\\ud800'                | id       | must be a string of 1 to 8 characters on one line, without control characters
            kind     | null                     | kind     | must be one of [ONE, TWO]
            kind     | 0                        | kind     | must be one of [ONE, TWO]
            kind     | 'one'                    | kind     | must be one of [ONE, TWO]
            kind     | ' ONE '                  | kind     | must be one of [ONE, TWO]
            kind     | 'ONE '                   | kind     | must be one of [ONE, TWO]
            kind     | ''                       | kind     | must be one of [ONE, TWO]
            leverage | null                     | leverage | must be a whole number from 1 to 20
            leverage | 0                        | leverage | must be a whole number from 1 to 20
            leverage | 21                       | leverage | must be a whole number from 1 to 20
            leverage | 1.0                      | leverage | must be a whole number from 1 to 20
            leverage | 99999999999999999999     | leverage | must be a whole number from 1 to 20
            leverage | '1'                      | leverage | must be a whole number from 1 to 20
            leverage | [1]                      | leverage | must be a whole number from 1 to 20
            price    | 1.5                      | price    | must be a positive decimal string with at most four decimals, as in "103.2500"
            price    | '1.00001'                | price    | must be a positive decimal string with at most four decimals, as in "103.2500"
            price    | '1000000000.0001'        | price    | must be a positive decimal string with at most four decimals, as in "103.2500"
            level    | []                       | level    | must be a positive decimal string with at most four decimals, as in "103.2500"
            part     | '2'                      | part     | must be a whole number
            part     | 1.5                      | part     | must be a whole number
            note     | 1                        | note     | must be a string of at most 8 characters on one line, without control characters
            note     | ' '                      | note     | must be a string of at most 8 characters on one line, without control characters
            note     | '123456789'              | note     | must be a string of at most 8 characters on one line, without control characters
            flag     | 'true'                   | flag     | must be true or false
            flag     | 1                        | flag     | must be true or false
            texts    | []                       | texts    | must be an object of strings
            texts    | {'a':'','b':1}           | texts.b  | must be a string
            texts    | {'a':'','b':'\\u202e'}  | texts.b  | must be a string on one line, without control characters
            until    | 'PT0S'                   | until    | must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days
            until    | 'PT0.001S'               | until    | must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days
            until    | 'PT0.999S'               | until    | must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days
            until    | '2026-03-01T12:00:00Z'   | until    | must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days
            until    | 'P367D'                  | until    | must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days
            until    | 'tomorrow'               | until    | must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days
            until    | 1                        | until    | must be at least a second ahead: a time as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days
            reason   | null                     | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reason   | '  ab  '                 | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reason   | 'it \\u202e is so'       | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reason   | 'it \\u2066 is so'       | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reason   | 'it \\u200f is so'       | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reason   | 'it \\u0007 is so'       | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reason   | 'it\\nis so'            | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reason   | 'it\\u2028is so'         | reason   | must say why, in 3 to 500 characters on one line, without control characters
            reasons  | 'abc'                    | reasons  | is not known here
            """)
    void anInvalidValueIsReportedByField(String field, String value, String named, String message) {
        assertThat(errors("'" + field + "':" + value)).containsExactly(named + " " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ünïcödé \ud83c\udfdf", "שלום", "\ud83d\udc69\u200d\ud83d\ude92", "<script>"})
    void aReasonMayBeWrittenInAnyScript(String reason) {
        assertThat(bind("'reason':" + JSON.valueToTree(reason)).reason()).isEqualTo(reason);
    }

    @Test
    void allErrorsAreReportedAtOnceInTheOrderOfTheFieldsAndUnknownOnesLast() {
        assertThat(errors("'y':{},'reason':'','flag':0,'texts':{'a':1,'b':2},'id':null,'x':1"))
                .extracting(error -> error.substring(0, error.indexOf(' ')))
                .containsExactly("id", "flag", "texts.a", "texts.b", "reason", "y", "x");
    }

    private List<String> errors(String fields) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> bind(fields));
        return Objects.requireNonNull(refused.problem().errors()).stream()
                .map(error -> error.field() + " " + error.message())
                .toList();
    }

    /** A valid body with these fields instead of its own. */
    private Body bind(String fields) {
        try {
            ObjectNode body = (ObjectNode)
                    JSON.readTree("{\"id\":\"7\",\"kind\":\"ONE\",\"leverage\":20,\"reason\":\"as a test\"}");
            body.setAll(JsonBody.parse(("{" + fields.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8)));
            return binder.bind(body, Body.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
