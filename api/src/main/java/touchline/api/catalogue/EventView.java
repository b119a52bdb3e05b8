package touchline.api.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.matchfeed.MatchEvent;

/**
 * An event of a match, as last reported by the feed.
 *
 * @param type as the feed numbers it: 14 a goal, 20 a red card, ...; 57 saves, 118 a rating, 119 minutes played, 194 a clean sheet
 * @param amount how many saves or minutes, or a rating in hundredths
 * @param rescinded whether it no longer counts
 * @param applied false where it moves no price: it came after the final whistle, or an operator has voided it
 * @param at when the market received it; in the stream, when it received this version
 * @param corrections its earlier versions, oldest first; in the stream there are none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("MatchEvent")
public record EventView(
        String id,
        int type,
        @Nullable Integer minute,
        @Nullable Integer extraMinute,
        @Nullable String playerId,
        @Nullable String relatedPlayerId,
        @Nullable Integer amount,
        boolean rescinded,
        boolean applied,
        Instant at,
        List<EventCorrection> corrections) {

    public static EventView of(MatchEvent event, boolean applied, Instant at) {
        return of(event, applied, at, List.of());
    }

    static EventView of(MatchEvent event, boolean applied, Instant at, List<MatchEvent> corrections) {
        return new EventView(
                Long.toString(event.id()),
                event.typeId(),
                event.minute(),
                event.extraMinute(),
                text(event.playerId()),
                text(event.relatedPlayerId()),
                event.amount(),
                event.rescinded(),
                applied,
                at,
                corrections.stream().map(EventCorrection::of).toList());
    }

    static @Nullable String text(@Nullable Long id) {
        return id == null ? null : id.toString();
    }
}
