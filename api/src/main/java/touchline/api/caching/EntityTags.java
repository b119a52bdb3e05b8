package touchline.api.caching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.api.secret.Sha256;

/**
 * Adds an {@code ETag} to what clients read, and answers 304 if the client has it already. The tag is a hash of the body: a repeated request transfers only
 * headers, although the node computes the answer. An entity that several requests share is written and hashed once. Bodies that are not JSON, streams among them, are left alone. Thread-safe.
 */
public final class EntityTags implements ContainerResponseFilter {
    /** {@code Cache-Control} of what everybody may see. */
    public static final String PUBLIC = "no-cache";

    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final Annotation[] NONE = {};
    private static final Pattern MATRIX = Pattern.compile(";[^/]*");
    private static final String OPS = "v1/ops";
    /** Lists are large. */
    private static final int MOST_LISTS = 64;

    private static final int MOST_OTHERS = 1_024;

    private final ObjectMapper json;

    /** By identity, since requests that share a reading are answered with the same object; a later one takes the place of another with its hash. */
    private final AtomicReferenceArray<SharedBody> lists = new AtomicReferenceArray<>(MOST_LISTS);

    private final AtomicReferenceArray<SharedBody> others = new AtomicReferenceArray<>(MOST_OTHERS);

    /** A body and its tag. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record TaggedBody(byte[] body, String tag) {}

    private final class SharedBody {
        private final WeakReference<Object> entity;
        private @Nullable TaggedBody body;

        private SharedBody(Object entity) {
            this.entity = new WeakReference<>(entity);
        }

        private synchronized TaggedBody of(Object same) {
            TaggedBody made = body;
            if (made == null) {
                made = writeNow(same);
                body = made;
            }
            return made;
        }
    }

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
        TaggedBody entity = write(response.getEntity());
        String tag = entity.tag();
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, isPrivate(request) ? "private, no-cache" : PUBLIC);
        if (isAmong(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatus(304);
            response.setEntity(null);
        } else {
            response.setEntity(entity.body(), NONE, response.getMediaType());
        }
    }

    /** Writes and hashes an entity, once for those who pass the same object. */
    public TaggedBody write(Object entity) {
        return shared(entity).of(entity);
    }

    private SharedBody shared(Object entity) {
        AtomicReferenceArray<SharedBody> written = entity instanceof Page ? lists : others;
        int place = System.identityHashCode(entity) % written.length();
        SharedBody before = written.get(place);
        if (before != null && before.entity.refersTo(entity)) {
            return before;
        }
        SharedBody own = new SharedBody(entity);
        SharedBody now = written.compareAndExchange(place, before, own);
        return now != null && now.entity.refersTo(entity) ? now : own;
    }

    private TaggedBody writeNow(Object entity) {
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
                || isOps(request.getUriInfo().getPath());
    }

    private static boolean isOps(String path) {
        String plain = path.indexOf(';') < 0 ? path : MATRIX.matcher(path).replaceAll("");
        int begin = plain.startsWith("/") ? 1 : 0;
        int end = begin + OPS.length();
        return plain.startsWith(OPS, begin) && (plain.length() == end || plain.charAt(end) == '/');
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
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Sha256.of(body), 15));
    }
}
