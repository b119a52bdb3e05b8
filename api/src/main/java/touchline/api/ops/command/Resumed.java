package touchline.api.ops.command;

import jakarta.ws.rs.core.Response;
import java.util.Locale;
import touchline.api.contract.SchemaName;
import touchline.scheduler.operation.CatchUp;

/** The answer to a resume: how missed times are caught up. */
@SchemaName("ResumeResult")
public record Resumed(String catchUp) {
    public static Response of(CatchUp catchUp) {
        return Response.ok(new Resumed(catchUp.name().toLowerCase(Locale.ROOT))).build();
    }
}
