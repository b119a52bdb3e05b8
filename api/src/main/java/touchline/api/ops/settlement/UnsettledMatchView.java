package touchline.api.ops.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import touchline.api.contract.SchemaName;
import touchline.market.settlement.status.UnsettledMatchQuery;

/**
 * A match that is not settled.
 *
 * @param state as the feed names it
 * @param seenAt when the feed last sent it
 * @param instruments those that are in it
 * @param positions those open in its instruments
 * @param holdings those of its instruments
 * @param settling whether its settlement has begun
 * @param waitsFor in words
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("UnsettledMatch")
record UnsettledMatchView(
        String fixtureId,
        String name,
        Instant kickOff,
        String state,
        Instant seenAt,
        int instruments,
        int positions,
        int holdings,
        boolean settling,
        String waitsFor) {
    static UnsettledMatchView of(UnsettledMatchQuery.UnsettledMatch match) {
        return new UnsettledMatchView(
                match.fixture().toString(),
                match.name(),
                match.kickOff(),
                match.state(),
                match.seenAt(),
                match.exposure().instruments(),
                match.exposure().positions(),
                match.exposure().holdings(),
                match.settling(),
                match.waitsFor());
    }
}
