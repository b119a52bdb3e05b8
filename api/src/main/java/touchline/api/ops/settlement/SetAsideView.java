package touchline.api.ops.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.settlement.SetAsideRepair;

/**
 * A record that could not be read.
 *
 * @param subject its kind and id, as in {@code position 4711}
 * @param fixtureId the fixture whose settlement it was left out of; null where it is none
 * @param clearing what clearing it does, or did
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("SetAsideRecord")
record SetAsideView(String subject, @Nullable String fixtureId, String why, Instant at, ClearingView clearing) {

    /** The effect, and one sentence about it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("SetAsideClearing")
    record ClearingView(SetAsideRepair.Action action, String detail) {}

    static SetAsideView of(SetAsideRepair.Clearing clearing) {
        String fixture = clearing.item().fixture();
        return new SetAsideView(
                clearing.item().subject(),
                fixture.isEmpty() ? null : fixture,
                clearing.item().why(),
                clearing.item().at(),
                new ClearingView(clearing.action(), clearing.words()));
    }
}
