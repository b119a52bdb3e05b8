package touchline.api.problem;

import io.dropwizard.auth.AuthenticationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Whatever goes wrong in a request, as a problem. A fault is logged under an id, and only that id is told. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.response();
        }
        if (failure instanceof WebApplicationException framework) {
            return ofFramework(framework.getResponse());
        }
        if (isStoreOutOfReach(failure)) {
            LOG.warn("a store is out of reach: {}", failure.toString());
            return Problems.unavailable().response();
        }
        String id = UUID.randomUUID().toString();
        LOG.error("fault {}", id, failure);
        return Problem.of("internal", "Something is wrong on our side", 500, "Tell us this id: " + id)
                .response();
    }

    private static Response ofFramework(Response response) {
        Problem problem = switch (response.getStatus()) {
            case 401 -> Problems.unauthorized();
            case 403 -> Problems.forbidden("Your role does not reach that far.");
            case 404 -> Problem.of("not-found", "Not found", 404, "There is nothing at this path.");
            case 405 ->
                Problem.of("method-not-allowed", "Not by this method", 405, "See the Allow header for those that are.");
            case 406 -> Problem.of("not-acceptable", "No such representation", 406, "Answers are application/json.");
            case 413 -> Problem.of("too-large", "The body is too large", 413, "At most 16 KiB.");
            case 415 -> Problem.of("unsupported-media-type", "Not this kind of body", 415, "Send application/json.");
            default -> Problem.of("error", response.getStatusInfo().getReasonPhrase(), response.getStatus(), null);
        };
        Response.ResponseBuilder answer = Response.fromResponse(problem.response());
        for (String header : new String[] {"Allow", "WWW-Authenticate"}) {
            if (response.getHeaderString(header) != null) {
                answer.header(header, response.getHeaderString(header));
            }
        }
        return answer.build();
    }

    private static boolean isStoreOutOfReach(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JedisConnectionException
                    || cause instanceof ConnectionException
                    || cause instanceof AuthenticationException) {
                return true;
            }
        }
        return false;
    }
}
