package touchline.api.auth;

import io.dropwizard.auth.UnauthorizedHandler;
import jakarta.ws.rs.core.Response;
import touchline.api.problem.Problems;

/** Answers requests without valid credentials with the problem {@code unauthorized}. */
public final class UnauthorizedProblemHandler implements UnauthorizedHandler {
    @Override
    public Response buildResponse(String prefix, String realm) {
        return Response.fromResponse(Problems.unauthorized().response())
                .header("WWW-Authenticate", prefix)
                .build();
    }
}
