package touchline.simulator.match;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.simulator.recording.Recording;

/**
 * What the feed shows of a recorded match at one second of it.
 *
 * @param overSince the second at which it entered its final state; null if it is not over
 */
public record MatchMoment(
        double second,
        int stateId,
        @Nullable Double overSince,
        List<ObjectNode> events,
        List<Period> periods,
        TeamSheet teamSheet,
        Appearance appearance) {

    /**
     * How the fixture itself appears.
     *
     * @param fields shown as they are instead of computed ones
     * @param listed whether any answer has it
     * @param kickOff in seconds after the original kick-off
     */
    public record Appearance(ObjectNode fields, boolean listed, double kickOff) {}

    static MatchMoment of(Recording recording, double second) {
        return new MatchReplay().until(second, recording.timeline());
    }

    public boolean hasKickedOff() {
        return stateId != MatchState.NS.id;
    }
}
