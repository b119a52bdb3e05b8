package touchline.api.ops;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import touchline.api.operator.Operator;
import touchline.api.problem.ProblemException;
import touchline.jobs.platform.job.JobCatalogue;

/** One job. */
@Path("/v1/ops/jobs/{group}/{name}")
@Produces(MediaType.APPLICATION_JSON)
public final class JobResource {
    private final JobCatalogue catalogue;
    private final JobBoard board;

    public JobResource(JobCatalogue catalogue, JobBoard board) {
        this.catalogue = catalogue;
        this.board = board;
    }

    @GET
    @RolesAllowed("viewer")
    public JobDetail find(@Auth Operator operator, @PathParam("group") String group, @PathParam("name") String name) {
        return catalogue
                .find(OpsProblems.job(group, name))
                .map(board::detail)
                .orElseThrow(() -> new ProblemException(OpsProblems.noSuch()));
    }
}
