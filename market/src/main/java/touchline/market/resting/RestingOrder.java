package touchline.market.resting;

import java.util.Map;
import touchline.market.instrument.InstrumentId;

/**
 * What decides which tick triggers a resting order or opening.
 *
 * @param falls whether it is triggered by a price at or below {@code trigger}; by one at or above it otherwise
 * @param trigger in ten-thousandths
 * @param afterAt when the last tick came before it rested, ms since the epoch; {@code afterSeq} its number: only later ones trigger it
 */
public record RestingOrder(long id, InstrumentId instrument, boolean falls, long trigger, long afterAt, long afterSeq) {

    /** Whether a tick triggers it. */
    public boolean isTriggeredBy(long seq, long price) {
        return seq > afterSeq && (falls ? price <= trigger : price >= trigger);
    }

    /**
     * From the fields of {@code request:{id}}.
     *
     * @throws IllegalArgumentException if it can't be read
     */
    static RestingOrder from(long id, Map<String, String> hash) {
        return new RestingOrder(
                id,
                InstrumentId.parse(hash.getOrDefault("instrument", "")),
                "FALL".equals(hash.get("trigger_at")),
                Long.parseLong(hash.getOrDefault("trigger", "")),
                Long.parseLong(hash.getOrDefault("after_at", "")),
                Long.parseLong(hash.getOrDefault("after_seq", "")));
    }
}
