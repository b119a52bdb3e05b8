package touchline.api.catalogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import touchline.market.money.Price;

/** Changes as people read them. */
final class Percent {
    private Percent() {}

    /** In percent with two decimals, as in {@code "-3.25"}. */
    static String change(Price from, Price to) {
        return BigDecimal.valueOf(to.tenThousandths() - from.tenThousandths())
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(from.tenThousandths()), 2, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
