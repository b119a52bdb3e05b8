package touchline.api.auth;

import io.dropwizard.auth.UnauthorizedHandler;
import jakarta.ws.rs.core.Response;
import touchline.api.problem.Problems;

/** What is answered to whoever does not say who he is, or says it wrongly. */
public final class UnauthorizedProblemHandler implements UnauthorizedHandler {
    @Override
    public Response buildResponse(String prefix, String realm) {
        return Response.fromResponse(Problems.unauthorized().response())
                .header("WWW-Authenticate", prefix)
                .build();
    }
}
