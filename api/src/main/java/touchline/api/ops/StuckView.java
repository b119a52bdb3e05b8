package touchline.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.repair.StuckTriggerReport;

/**
 * A trigger that does not fire though it is due.
 *
 * @param kind in which way
 * @param job as in {@code sportmonks/poll}
 * @param state as Quartz has it
 * @param will what is done about it, or why nothing is, in words
 * @param at when that is done; null where nothing is
 * @param rows those that are about it, by what they are
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("StuckTrigger")
record StuckView(
        String kind,
        String group,
        String name,
        String job,
        String state,
        Instant due,
        long overdueMs,
        @Nullable Instant seenSince,
        String will,
        @Nullable Instant at,
        Map<String, Object> rows) {

    static StuckView of(StuckTriggerReport stuck) {
        return new StuckView(
                stuck.kind().name(),
                stuck.group(),
                stuck.name(),
                stuck.job(),
                stuck.state(),
                stuck.due(),
                stuck.overdue().toMillis(),
                stuck.seenSince(),
                stuck.will(),
                stuck.at(),
                stuck.rows());
    }
}
