package touchline.api.ops.job;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.market.search.SearchText;
import touchline.scheduler.history.JobState;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;

/** All jobs. */
@Path("/v1/ops/jobs")
@Produces(MediaType.APPLICATION_JSON)
final class JobsResource {
    private final JobCatalogue catalogue;
    private final JobViews board;

    JobsResource(JobCatalogue catalogue, JobViews board) {
        this.catalogue = catalogue;
        this.board = board;
    }

    /** By name. {@code q} is to be found in the name or the description; {@code state} is one or more, comma separated. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "q", what = "to be found in name or description")
    @QueryParameter("group")
    @QueryParameter(value = "state", of = JobState.class)
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<JobSummary> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        String words = query.text("q", 128);
        String group = query.text("group", 64);
        Set<JobState> states = query.someOf("state", JobState.class);
        JobName after = query.optional("cursor", 200, JobName::of, "must be a nextCursor of an answer");
        int limit = query.limit();
        query.check();
        List<JobDefinition> asked = catalogue.all().stream()
                .filter(job -> group == null || job.name().group().equals(group))
                .filter(job -> words == null || says(job, SearchText.of(words)))
                .filter(job -> isAfter(job, after))
                .sorted(Comparator.comparing(job -> job.name().toString()))
                .limit(states.isEmpty() ? limit + 1 : Integer.MAX_VALUE)
                .toList();
        List<JobSummary> found = board.summaries(asked).stream()
                .filter(job -> states.isEmpty() || states.contains(JobState.valueOf(job.state())))
                .limit(limit + 1L)
                .toList();
        return Page.of(found, limit, job -> job, job -> job.group() + "/" + job.name());
    }

    private static boolean says(JobDefinition job, SearchText words) {
        return words.isIn(job.name() + " " + job.description());
    }

    private static boolean isAfter(JobDefinition job, @Nullable JobName after) {
        return after == null || job.name().toString().compareTo(after.toString()) > 0;
    }
}
