package touchline.market.position;

import org.jspecify.annotations.Nullable;
import touchline.market.money.Price;

/** What to do with a level: leave it, remove it, or set it. */
public sealed interface Amendment {

    /** As it is. */
    record Leave() implements Amendment {}

    /** None from now on. */
    record Remove() implements Amendment {}

    /** This from now on. */
    record Set(Price price) implements Amendment {}

    /** {@link Set} where there is a price, otherwise {@link Remove}. */
    static Amendment to(@Nullable Price price) {
        return price == null ? new Remove() : new Set(price);
    }

    /** As position_amend.lua takes it. */
    default String argument() {
        if (this instanceof Set set) {
            return Long.toString(set.price().tenThousandths());
        }
        return this instanceof Remove ? "0" : "";
    }
}
