package touchline.api.caching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.Operator;

/**
 * Adds an {@code ETag} to what clients read, and answers 304 if the client has it already. The tag is a hash of the body: a repeated request transfers only
 * headers, although the node computes the answer. An entity that several requests share is written and hashed once. Bodies that are not JSON, streams among them, are left alone. Thread-safe.
 */
public final class EntityTags implements ContainerResponseFilter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final Annotation[] NONE = {};
    private static final Pattern MATRIX = Pattern.compile(";[^/]*");
    private static final Pattern OPS = Pattern.compile("/?v1/ops(/.*)?", Pattern.DOTALL);
    private static final int MOST_SHARED = 64;

    private final ObjectMapper json;

    /** By identity: requests that share a reading are answered with the same object. */
    private final Cache<Object, TaggedBody> written = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(MOST_SHARED)
            .executor(Runnable::run)
            .build();

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record TaggedBody(byte[] body, String tag) {}

    public EntityTags(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!METHODS.contains(request.getMethod())
                || response.getStatus() != 200
                || !response.hasEntity()
                || !MediaType.APPLICATION_JSON_TYPE.isCompatible(response.getMediaType())
                || isOps(request)) {
            return;
        }
        TaggedBody entity = written.get(response.getEntity(), this::write);
        String tag = entity.tag();
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        response.getHeaders()
                .putSingle(HttpHeaders.CACHE_CONTROL, isPrivate(request) ? "private, no-cache" : "no-cache");
        if (isAmong(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatus(304);
            response.setEntity(null);
        } else {
            response.setEntity(entity.body(), NONE, response.getMediaType());
        }
    }

    private TaggedBody write(Object entity) {
        try {
            byte[] body = json.writeValueAsBytes(entity);
            return new TaggedBody(body, "W/\"" + hash(body) + '"');
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers to operators are not cached, in any spelling of their path. */
    private static boolean isOps(ContainerRequestContext request) {
        SecurityContext security = request.getSecurityContext();
        return (security != null && security.getUserPrincipal() instanceof Operator)
                || OPS.matcher(withoutMatrix(request.getUriInfo().getPath())).matches();
    }

    private static String withoutMatrix(String path) {
        return path.indexOf(';') < 0 ? path : MATRIX.matcher(path).replaceAll("");
    }

    private static boolean isPrivate(ContainerRequestContext request) {
        return request.getSecurityContext() != null
                && request.getSecurityContext().getUserPrincipal() != null;
    }

    /** Weak, since the compressed and the plain body have the same tag. */
    private static boolean isAmong(@Nullable String wanted, String tag) {
        return wanted != null
                && Arrays.stream(wanted.split(",", -1))
                        .map(one -> one.trim().replace("--gzip", ""))
                        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals(tag.substring(2)));
    }

    private static String hash(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 15));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
