package touchline.api.limit;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
     * Charges this request to a quota.
     *
     * @throws ProblemException too-many-requests, where none is left
     */
    void take(ContainerRequestContext request, String who) {
        LimitDecision decision = limiter.take(who);
        List<Taken> all = new ArrayList<>(taken(request));
        all.add(new Taken(this, decision));
        request.setProperty(PROPERTY, all);
        if (!decision.isAllowed()) {
            long seconds = Math.max(1, seconds(decision.untilNext()));
            throw new ProblemException(Problems.tooManyRequests(
                            name, quota.requests(), quota.requests() - decision.remaining(), seconds))
                    .with("Retry-After", Long.toString(seconds));
        }
    }

    /** {@code RateLimit-Policy}; empty where this request was not counted. */
    static String policies(ContainerRequestContext request) {
        return taken(request).stream().map(Taken::policy).collect(Collectors.joining(", "));
    }

    /** {@code RateLimit}; empty where this request was not counted. */
    static String states(ContainerRequestContext request) {
        return taken(request).stream().map(Taken::state).collect(Collectors.joining(", "));
    }

    private static List<Taken> taken(ContainerRequestContext request) {
        return request.getProperty(PROPERTY) instanceof List<?> all
                ? all.stream().map(Taken.class::cast).toList()
                : List.of();
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
