package touchline.api.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.matchfeed.MatchEvent;

/** An event as the feed reported it before it was corrected. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("EventCorrection")
record EventCorrection(
        String id,
        int type,
        @Nullable Integer minute,
        @Nullable String playerId,
        @Nullable String relatedPlayerId,
        boolean rescinded) {

    static EventCorrection of(MatchEvent event) {
        return new EventCorrection(
                Long.toString(event.id()),
                event.typeId(),
                event.minute(),
                EventView.text(event.playerId()),
                EventView.text(event.relatedPlayerId()),
                event.rescinded());
    }
}
