package touchline.market.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Ten-thousandths of a coin as people read them: a decimal with four digits. */
final class Decimals {
    private Decimals() {}

    static String format(long tenThousandths) {
        return BigDecimal.valueOf(tenThousandths, 4).toPlainString();
    }

    /**
     * Reads at most four decimals.
     *
     * @throws NumberFormatException if it is no decimal number
     * @throws ArithmeticException if it has more than four decimals or passes 2^63
     */
    static long parse(String decimal) {
        if (decimal.length() > 32) {
            throw new NumberFormatException("too long");
        }
        return new BigDecimal(decimal)
                .setScale(4, RoundingMode.UNNECESSARY)
                .unscaledValue()
                .longValueExact();
    }
}
