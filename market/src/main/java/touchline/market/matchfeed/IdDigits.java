package touchline.market.matchfeed;

/** The text of an id: a positive number in ASCII digits without sign or leading zero, so that each id has one spelling. */
public final class IdDigits {
    private IdDigits() {}

    /**
     * Reads an id.
     *
     * @throws NumberFormatException if the text is no id, or passes 2^63
     */
    public static long parse(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < (i == 0 ? '1' : '0')
                    || digit > '9') { // parseLong accepts signs and the digits of other scripts
                throw new NumberFormatException("an id consists of digits and does not start with zero");
            }
        }
        return Long.parseLong(digits);
    }
}
