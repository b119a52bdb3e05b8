package touchline.api.problem;

import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.type(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    /** For a command that the state of its object does not permit. */
    public static ProblemException refused(String why) {
        return new ProblemException(Problems.notPossible(why));
    }

    /** Adds a header to the answer. */
    public ProblemException with(String header, String value) {
        return new ProblemException(problem, Map.of(header, value));
    }

    public Problem problem() {
        return problem;
    }

    Response response() {
        Response.ResponseBuilder response = Response.fromResponse(problem.response());
        headers.forEach(response::header);
        return response.build();
    }
}
