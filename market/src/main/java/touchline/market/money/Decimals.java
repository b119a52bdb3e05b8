package touchline.market.money;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Ten-thousandths of a coin as people read them: a decimal with four digits. */
final class Decimals {
    private static final Pattern FORM = Pattern.compile("-?\\d{1,18}(\\.\\d{1,4})?");

    private Decimals() {}

    static String format(long tenThousandths) {
        return BigDecimal.valueOf(tenThousandths, 4).toPlainString();
    }

    /**
     * Reads plain digits with at most four decimals; an exponent is refused, as a short one may denote a very long number.
     *
     * @throws NumberFormatException if it is no such number or has more than four decimals
     * @throws ArithmeticException if it passes 2^63
     */
    static long parse(String decimal) {
        if (!FORM.matcher(decimal).matches()) {
            throw new NumberFormatException("not a decimal number with at most four decimals");
        }
        return new BigDecimal(decimal).movePointRight(4).longValueExact();
    }
}
