package touchline.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.past.LaneQuery;

/**
 * Runs by node and job over hours.
 *
 * @param isCut whether bars are missing at the end, as there are too many
 */
@SchemaName("Lanes")
record LanesView(Instant from, Instant to, boolean isCut, List<BarView> bars) {

    /**
     * The runs of a job on a node that ended in a part of the span.
     *
     * @param failed also timed out and lost
     * @param onlyRun the id of the run, if it is the only one; null otherwise
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("LaneBar")
    record BarView(
            String node,
            String job,
            Instant from,
            Instant to,
            long runs,
            long failed,
            @Nullable String onlyRun) {
        static BarView of(LaneQuery.Bar bar) {
            return new BarView(
                    bar.node(),
                    bar.job().toString(),
                    bar.from(),
                    bar.to(),
                    bar.runs(),
                    bar.failed(),
                    bar.only() == null ? null : Long.toString(bar.only()));
        }
    }
}
