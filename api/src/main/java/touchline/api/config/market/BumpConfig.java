package touchline.api.config.market;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.market.fixture.BumpKind;
import touchline.market.fixture.BumpTable;
import touchline.market.matchfeed.PlayerPosition;

/** The price bump of a kind of event in basis points: {@code 500}, or by position, as in {@code {GOALKEEPER: 800, ATTACKER: 450}}. */
record BumpConfig(Map<PlayerPosition, Integer> byPosition) {

    /**
     * As the file says it.
     *
     * @throws IllegalArgumentException if it is neither a whole number nor whole numbers by position
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static BumpConfig of(JsonNode said) {
        if (said.isInt()) {
            return new BumpConfig(BumpTable.everywhere(said.intValue()));
        }
        if (!said.isObject() || said.isEmpty()) {
            throw new IllegalArgumentException(
                    "market.bumps: a bump is a whole number of basis points, or one for each position, not " + said);
        }
        Map<PlayerPosition, Integer> byPosition = new EnumMap<>(PlayerPosition.class);
        said.properties().forEach(one -> byPosition.put(position(one.getKey()), points(one.getKey(), one.getValue())));
        return new BumpConfig(byPosition);
    }

    /**
     * The whole table.
     *
     * @throws IllegalArgumentException if there is none, or it says what can't be
     */
    static BumpTable table(@Nullable Map<BumpKind, @Nullable BumpConfig> bumps) {
        if (bumps == null || bumps.isEmpty()) {
            throw new IllegalArgumentException("market.bumps is missing: no event would move any price");
        }
        Map<BumpKind, Map<PlayerPosition, Integer>> table = new EnumMap<>(BumpKind.class);
        bumps.forEach((kind, bump) -> {
            if (bump == null) {
                throw new IllegalArgumentException("market.bumps." + kind + " says nothing: leave it out, or say 0");
            }
            table.put(kind, bump.byPosition());
        });
        return new BumpTable(table);
    }

    private static PlayerPosition position(String name) {
        return Arrays.stream(PlayerPosition.values())
                .filter(position -> position.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("market.bumps: there is no position " + name
                        + "; there is " + Arrays.toString(PlayerPosition.values())));
    }

    private static int points(String position, JsonNode points) {
        if (!points.isInt()) {
            throw new IllegalArgumentException(
                    "market.bumps: what " + position + " gets is a whole number of basis points, not " + points);
        }
        return points.intValue();
    }
}
