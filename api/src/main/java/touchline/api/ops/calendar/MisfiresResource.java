package touchline.api.ops.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.PauseView;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.misfire.Handling;
import touchline.scheduler.misfire.MisfireQuery;
import touchline.scheduler.operation.Pauses;

/** Times of schedules at which no run began. */
@Path("/v1/ops/misfires")
@Produces(MediaType.APPLICATION_JSON)
final class MisfiresResource {
    private final MisfireQuery misfires;
    private final JobCatalogue catalogue;
    private final Pauses pauses;

    MisfiresResource(MisfireQuery misfires, JobCatalogue catalogue, Pauses pauses) {
        this.misfires = misfires;
        this.catalogue = catalogue;
        this.pauses = pauses;
    }

    /**
     * Missed times of a job that were handled together.
     *
     * @param lastAt the last that was counted
     * @param more whether there were more than {@code times}: a cron schedule's are counted up to 200, at the end of a pause up to 10,000
     * @param by who chose the handling at the end of a pause; null for the policy of the job
     * @param executionId the run that made up for them; null if none did, or if there was one for each
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Misfire")
    record MisfireView(
            String id,
            String job,
            Instant firstAt,
            Instant lastAt,
            long times,
            boolean more,
            Handling handling,
            @Nullable String by,
            @Nullable String executionId) {
        static MisfireView of(MisfireQuery.Misfire one) {
            return new MisfireView(
                    Long.toString(one.id()),
                    one.job().toString(),
                    one.missed().first(),
                    one.missed().last(),
                    one.missed().times(),
                    one.missed().isMore(),
                    one.handling(),
                    one.actor(),
                    one.execution() == null ? null : Long.toString(one.execution()));
        }
    }

    /** The latest first. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "job", what = "only of this job, as in platform/canary")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<MisfireView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        JobName job = query.optional("job", 129, JobName::of, "must be a job, as in platform/canary");
        long before = query.before();
        int limit = query.limit();
        query.check();
        return Page.of(misfires.latest(job, before, limit + 1), limit, MisfireView::of, one -> Long.toString(one.id()));
    }

    /**
     * Missed times of a job that are not handled yet.
     *
     * @param times how many, up to 100; all of those that a calendar has put off
     * @param will what the job's policy does with them: a pause of the job itself ends with one run unless the operator chooses otherwise
     * @param blocked whether the job runs one run at a time, and one is running
     * @param paused the pause that holds the job back
     * @param putOffUntil when the run comes that the job's calendar has put off; null if it has put off none
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("PendingMisfire")
    record PendingView(
            String job,
            Instant since,
            long times,
            Handling will,
            boolean blocked,
            @Nullable PauseView paused,
            @Nullable Instant putOffUntil) {}

    /** Jobs that missed a time by more than 5 s, the longest first. */
    @SchemaName("PendingMisfires")
    record Pending(List<PendingView> items) {}

    @GET
    @Path("pending")
    @RolesAllowed("viewer")
    public Pending pending(@Auth Operator operator) {
        List<Pauses.Pause> held = pauses.all();
        return new Pending(misfires.pending().stream()
                .flatMap(one -> catalogue.find(one.job()).map(job -> pending(one, job, held)).stream())
                .toList());
    }

    private PendingView pending(MisfireQuery.Overdue one, JobDefinition job, List<Pauses.Pause> held) {
        Optional<Pauses.Pause> own =
                held.stream().filter(pause -> one.job().equals(pause.job())).findFirst();
        Optional<Pauses.Pause> pause = Stream.concat(own.stream(), held.stream().filter(any -> any.job() == null))
                .findFirst();
        MisfireQuery.PutOff putOff = one.putOff();
        return new PendingView(
                one.job().toString(),
                one.since(),
                putOff == null ? Math.max(1, pauses.missed(one.job())) : putOff.times(),
                own.isPresent() || putOff != null || job.misfire() == Misfire.RUN_ONCE_NOW
                        ? Handling.RAN_ONCE
                        : Handling.SKIPPED,
                one.isBlocked(),
                pause.map(PauseView::of).orElse(null),
                putOff == null ? null : putOff.until());
    }
}
