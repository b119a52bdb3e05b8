package touchline.api.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import touchline.market.money.Price;

/** Reads a price from a decimal string. */
final class PriceReader extends StdScalarDeserializer<Price> {
    static final String MESSAGE = "must be a positive decimal string with at most four decimals, as in \"103.2500\"";

    private static final long serialVersionUID = 1;
    private static final long HIGHEST = 10_000_000_000_000L;

    PriceReader() {
        super(Price.class);
    }

    @Override
    public Price deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            try {
                Price price = Price.parse(parser.getText());
                if (price.tenThousandths() <= HIGHEST) {
                    return price;
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                // reported below
            }
        }
        return context.reportInputMismatch(this, MESSAGE);
    }
}
