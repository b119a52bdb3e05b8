package touchline.market.resting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.request.Submission;
import touchline.market.wallet.UserId;

/**
 * An order or an opening with a limit or a stop.
 *
 * @param kind {@code ORDER} or {@code OPEN}
 * @param details the fields of {@code request:{id}} that only its kind has
 */
public record ConditionalRequest(
        String kind,
        UserId user,
        InstrumentId instrument,
        OrderTerms terms,
        Map<String, String> details,
        Submission submission) {
    public ConditionalRequest {
        details = Map.copyOf(details);
    }

    /** The fields of {@code request:{id}}, as names and values in turn, under the rules of now. */
    List<String> fields(MarketRules rules) {
        Map<String, String> fields = new LinkedHashMap<>(details);
        fields.put("kind", kind);
        fields.put("user", user.value());
        fields.put("instrument", instrument.toString());
        fields.put("type", terms.type().name());
        fields.put("limit_price", argument(terms.limitPrice()));
        fields.put("stop_price", argument(terms.stopPrice()));
        fields.put("tif", terms.timeInForce().name());
        fields.put("worst", argument(terms.limitPrice()));
        fields.put("fee_bps", Integer.toString(rules.feeBps()));
        fields.put("limits", rules.limits().argument());
        List<String> arguments = new ArrayList<>(2 * fields.size());
        fields.forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
        return arguments;
    }

    /** As the scripts take a price; empty for none. */
    static String argument(@Nullable Price price) {
        return price == null ? "" : Long.toString(price.tenThousandths());
    }
}
