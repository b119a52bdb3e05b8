package touchline.api.ops.exposure;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.market.surveillance.Suspicion;
import touchline.market.surveillance.SuspicionQuery;

/** What looks odd, with its evidence. */
@Path("/v1/ops/surveillance")
@Produces(MediaType.APPLICATION_JSON)
final class SurveillanceResource {
    private static final int WEEK = 7;
    private static final int LONGEST = 31;

    private final SuspicionQuery suspicions;
    private final Clock clock;

    SurveillanceResource(SuspicionQuery suspicions, Clock clock) {
        this.suspicions = suspicions;
        this.clock = clock;
    }

    /**
     * Something that looks odd.
     *
     * @param users the customers
     * @param gain what they gained by it in coins, as far as it is known
     */
    @SchemaName("Suspicion")
    record SuspicionView(
            Suspicion.Kind kind, List<String> users, int times, String gain, List<String> evidence, Instant at) {
        static SuspicionView of(Suspicion one) {
            return new SuspicionView(
                    one.kind(), one.users(), one.times(), one.gain().toString(), one.evidence(), one.at());
        }
    }

    /** By kind, the worst first. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "days", what = "of the last 1 to 31 days; 7 by default")
    public Page<SuspicionView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Integer days = query.optional("days", 2, SurveillanceResource::days, "must be 1 to " + LONGEST);
        query.check();
        Instant now = clock.instant();
        return new Page<>(
                suspicions.between(now.minus(Duration.ofDays(days == null ? WEEK : days)), now.plusSeconds(60)).stream()
                        .map(SuspicionView::of)
                        .toList(),
                null);
    }

    private static Integer days(String text) {
        int days = Integer.parseInt(text);
        if (days < 1 || days > LONGEST) {
            throw new IllegalArgumentException(text);
        }
        return days;
    }
}
