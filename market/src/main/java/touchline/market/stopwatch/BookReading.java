package touchline.market.stopwatch;

import java.util.List;
import java.util.Map;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.PositionId;
import touchline.market.stopwatch.index.TriggerIndex;

/**
 * What the books say, to be compared with what is watched once everything published before has come, which is when the barrier comes back.
 *
 * @param barrier what was published once everything was read
 * @param seqs each instrument's last tick
 * @param restingOrders the number of each instrument's resting orders
 * @param open what is open on the instruments that are to be compared
 */
record BookReading(
        String barrier,
        Map<InstrumentId, Long> seqs,
        Map<InstrumentId, Long> restingOrders,
        Map<InstrumentId, OpenIds> open) {

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
}
