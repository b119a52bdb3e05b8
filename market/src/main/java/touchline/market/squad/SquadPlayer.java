package touchline.market.squad;

import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.PlayerPosition;

/** A player in a team's squad. */
public record SquadPlayer(
        InstrumentId id,
        String name,
        PlayerPosition position,
        @Nullable Integer jerseyNumber) {}
