package touchline.api.limit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/**
 * A named limit, as clients see it.
 *
 * @param name in the headers
 */
record Limit(String name, Quota quota, Limiter limiter) {
    private static final String PROPERTY = "touchline.limits";

    /** A limit and its decision on this request. */
    private record Taken(Limit limit, LimitDecision decision) {
        String policy() {
            return '"' + limit.name + "\";q=" + limit.quota.requests() + ";w="
                    + limit.quota.window().toSeconds();
        }

        String state() {
            return '"' + limit.name + "\";r=" + decision.remaining() + ";t=" + seconds(decision.untilFull());
        }
    }

    /**
     * Charges this request to a quota, unless it was charged before it reached Jersey.
     *
     * @throws ProblemException too-many-requests, where none is left
     */
    void take(ContainerRequestContext request, String who) {
        List<Taken> before = taken(request.getProperty(PROPERTY));
        LimitDecision decision = before.stream()
                .filter(one -> one.limit().equals(this))
                .map(Taken::decision)
                .findFirst()
                .orElse(null);
        if (decision == null) {
            decision = limiter.take(who);
            request.setProperty(PROPERTY, with(before, decision));
        }
        if (!decision.isAllowed()) {
            long seconds = Math.max(1, seconds(decision.untilNext()));
            throw new ProblemException(Problems.tooManyRequests(
                            name, quota.requests(), quota.requests() - decision.remaining(), seconds))
                    .with("Retry-After", Long.toString(seconds));
        }
    }

    /** Charges a request that has not reached Jersey, and says whether it is allowed. */
    boolean take(HttpServletRequest request, String who) {
        LimitDecision decision = limiter.take(who);
        request.setAttribute(PROPERTY, with(taken(request.getAttribute(PROPERTY)), decision));
        return decision.isAllowed();
    }

    /** Sets {@code RateLimit-Policy} and {@code RateLimit}, if this request was counted. */
    static void describe(ContainerRequestContext request, BiConsumer<String, String> header) {
        describe(taken(request.getProperty(PROPERTY)), header);
    }

    /** The same of a request that has not reached Jersey. */
    static void describe(HttpServletRequest request, BiConsumer<String, String> header) {
        describe(taken(request.getAttribute(PROPERTY)), header);
    }

    private static void describe(List<Taken> taken, BiConsumer<String, String> header) {
        if (!taken.isEmpty()) {
            header.accept("RateLimit-Policy", taken.stream().map(Taken::policy).collect(Collectors.joining(", ")));
            header.accept("RateLimit", taken.stream().map(Taken::state).collect(Collectors.joining(", ")));
        }
    }

    private List<Taken> with(List<Taken> before, LimitDecision decision) {
        List<Taken> all = new ArrayList<>(before);
        all.add(new Taken(this, decision));
        return all;
    }

    /** Jersey's properties are the attributes of the servlet's request. */
    private static List<Taken> taken(@Nullable Object property) {
        return property instanceof List<?> all
                ? all.stream().map(Taken.class::cast).toList()
                : List.of();
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
