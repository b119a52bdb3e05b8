package touchline.api.route;

import jakarta.annotation.Priority;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import touchline.api.request.JsonBody;

/**
 * Refuses a body that is not JSON in UTF-8, or is compressed in another way than by gzip, for every method. If a route declares no body, an empty one and {@code {}} mean the same, and every field is
 * unknown: nothing that is sent is silently ignored. A body that is declared is read, and its fields checked, by the route.
 */
@Priority(Priorities.USER + 100) // after the limit of its size
final class BodyCheck implements ContainerRequestFilter {
    private final boolean isDeclared;

    BodyCheck(boolean isDeclared) {
        this.isDeclared = isDeclared;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!request.hasEntity()) {
            return;
        }
        MediaType type = request.getMediaType();
        if ((type != null && !isJson(type)) || isCompressed(request)) {
            throw new NotSupportedException();
        }
        if (!isDeclared) {
            JsonBody.requireEmpty(request.getEntityStream().readAllBytes());
        }
    }

    /** Gzip is decompressed already and its header removed; other codings would be read as if they were plain text. */
    private static boolean isCompressed(ContainerRequestContext request) {
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
    }

    private static boolean isJson(MediaType type) {
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        return MediaType.APPLICATION_JSON_TYPE.isCompatible(type)
                && !type.isWildcardType()
                && !type.isWildcardSubtype()
                && charset.equalsIgnoreCase("utf-8");
    }
}
