package touchline.api.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.outage.StoreOutage;
import touchline.market.script.UnreadableKeyException;
import touchline.market.unreadable.UnreadableRecordException;

/** Maps exceptions to problems. An unexpected one is logged under an id, and the client sees only that id. */
final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final OutageLog outages = new OutageLog();

    /** That of the thread which asks; null without a server. */
    @Context
    private @Nullable Request request;

    ProblemMapper() {}

    ProblemMapper(Request request) {
        this.request = request;
    }

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.response();
        }
        if (failure instanceof WebApplicationException framework) {
            return ofFramework(framework.getResponse());
        }
        if (isBrokenBody(failure)) {
            return Problems.ofStatus(400, null).response();
        }
        Optional<StoreOutage> outage = StoreOutage.of(failure);
        if (outage.isPresent()) {
            outages.note(outage.get());
            return (isRead() ? Problems.unreadNow() : Problems.unavailable(Unavailable.STORE)).response();
        }
        if (failure instanceof UnreadableRecordException || failure instanceof UnreadableKeyException) {
            return Problems.unavailable(Unavailable.UNREADABLE).response();
        }
        String id = UUID.randomUUID().toString();
        LOG.error("fault {}", id, failure);
        return Problems.internal(id).response();
    }

    private boolean isRead() {
        return request != null && READS.contains(request.getMethod());
    }

    private static Response ofFramework(Response response) {
        Problem problem =
                Problems.ofStatus(response.getStatus(), response.getStatusInfo().getReasonPhrase());
        Response.ResponseBuilder answer = Response.fromResponse(problem.response());
        for (String header : new String[] {"Allow", "WWW-Authenticate"}) {
            if (response.getHeaderString(header) != null) {
                answer.header(header, response.getHeaderString(header));
            }
        }
        return answer.build();
    }

    /** The body is not valid gzip, or ends early. */
    private static boolean isBrokenBody(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ZipException
                    || cause instanceof EofException
                    || (cause instanceof HttpException http && http.getCode() < 500)) {
                return true;
            }
        }
        return false;
    }
}
