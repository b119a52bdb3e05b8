package touchline.api.openapi;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import touchline.api.request.QueryBounds;
import touchline.market.MarketRules;
import touchline.market.request.IdempotencyKey;

/** The bounds that texts of the document name. */
final class DocumentedBounds {
    private DocumentedBounds() {}

    static Map<String, Long> of(MarketRules rules) {
        Map<String, Long> bounds = new HashMap<>();
        for (Field bound : QueryBounds.class.getFields()) {
            try {
                bounds.put(bound.getName(), bound.getLong(null));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a public field of a public class", e);
            }
        }
        bounds.put("KEY", (long) IdempotencyKey.LONGEST);
        bounds.put("maxQuantity", rules.maxQuantity());
        return bounds;
    }
}
