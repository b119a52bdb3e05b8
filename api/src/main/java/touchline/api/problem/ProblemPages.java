package touchline.api.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers Jetty's own errors, before any resource is reached, with problems that reveal nothing internal. */
final class ProblemPages extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);

    /** Of pages, whose servlets name none. */
    private static final String PAGE_METHODS = "GET, HEAD";

    private final ObjectMapper json;

    ProblemPages(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback)
            throws IOException {
        // A servlet answers so to a method that it does not know. The client chose the method, so it is no fault of the
        // node.
        int status = code == 501 ? 405 : code;
        Problem problem = status >= 500 && status != 503 ? fault(status, cause) : Problems.ofStatus(status, null);
        response.setStatus(problem.status());
        if (status == 405 && !response.getHeaders().contains(HttpHeader.ALLOW)) {
            response.getHeaders().put(HttpHeader.ALLOW, PAGE_METHODS);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE.toString());
        response.write(true, ByteBuffer.wrap(json.writeValueAsBytes(problem)), callback);
    }

    private static Problem fault(int code, @Nullable Throwable cause) {
        if (code != 500) {
            return Problems.ofStatus(code, null);
        }
        String id = UUID.randomUUID().toString();
        LOG.error("fault {}", id, cause);
        return Problems.internal(id);
    }
}
