package touchline.market.stopwatch;

import java.util.List;
import touchline.market.position.PositionId;
import touchline.market.stopwatch.index.TriggerIndex;

/**
 * The stored positions of one instrument.
 *
 * @param fingerprint as {@link TriggerIndex#fingerprint} has it of the watched ones
 */
record OpenIds(List<PositionId> ids, long fingerprint) {
    static OpenIds of(List<PositionId> ids) {
        return new OpenIds(
                ids,
                ids.stream().mapToLong(id -> TriggerIndex.mixed(id.value())).sum());
    }
}
