package touchline.market.position;

import java.util.List;

/**
 * A reading of open positions.
 *
 * @param readable by id
 * @param unreadable ids, as they are stored, of those that can't be read; they have been noted
 */
public record OpenPositions(List<Position> readable, List<String> unreadable) {
    static final OpenPositions NONE = new OpenPositions(List.of(), List.of());
}
