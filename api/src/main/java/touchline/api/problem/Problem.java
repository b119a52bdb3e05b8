package touchline.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;

/**
 * A problem by RFC 9457.
 *
 * @param type a stable slug for programs
 * @param detail what to do about it, in words
 * @param errors the fields at fault, all of them; null where it isn't about fields
 * @param facts the cause in a form for programs; null where there is none
 * @param close how the position ended; null where it isn't about one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaName("Problem")
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable List<FieldError> errors,
        @JsonUnwrapped @Nullable ProblemFacts facts,
        @Nullable Object close) {
    public static final MediaType MEDIA_TYPE = MediaType.valueOf("application/problem+json");

    /** A field, and what is wrong with it. */
    @SchemaName("FieldError")
    public record FieldError(String field, String message) {
        /** An error of a field that the client named. */
        public static FieldError of(String sent, String message) {
            return new FieldError(Texts.shown(sent), message);
        }
    }

    public static Problem of(String type, String title, int status, @Nullable String detail) {
        return new Problem(type, title, status, detail, null, null, null);
    }

    /** The same with facts for programs. */
    Problem with(ProblemFacts more) {
        return new Problem(type, title, status, detail, errors, more, close);
    }

    /** Adds a machine-readable reason. */
    public Problem because(String reason) {
        return with(ProblemFacts.because(reason));
    }

    /** The same with the limit that is reached, the most that it allows, and how much of that is used. */
    public Problem withLimit(String limit, long maximum, long used) {
        ProblemFacts known = facts == null ? ProblemFacts.NONE : facts;
        return with(new ProblemFacts(known.reason(), limit, maximum, used, known.until()));
    }

    public Response response() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        if (status == 503) {
            response.header("Retry-After", 5);
        } else if (facts != null && facts.until() != null) {
            long seconds = Duration.between(Instant.now(), facts.until()).toSeconds() + 1;
            response.header("Retry-After", Math.max(1, seconds));
        }
        return response.build();
    }
}
