package touchline.api.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.matchfeed.MatchEvent;

/**
 * An event of a match, as last reported by the feed.
 *
 * @param type as the feed numbers it: 14 a goal, 20 a red card, ...
 * @param rescinded whether it no longer counts
 * @param applied false where it came after settlement and moved no price
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("MatchEvent")
public record EventView(
        String id,
        int type,
        @Nullable Integer minute,
        @Nullable String playerId,
        @Nullable String relatedPlayerId,
        boolean rescinded,
        boolean applied) {

    public static EventView of(MatchEvent event, boolean applied) {
        return new EventView(
                Long.toString(event.id()),
                event.typeId(),
                event.minute(),
                text(event.playerId()),
                text(event.relatedPlayerId()),
                event.rescinded(),
                applied);
    }

    private static @Nullable String text(@Nullable Long id) {
        return id == null ? null : id.toString();
    }
}
