package touchline.api.request;

/** Numbers as clients write them: plain ASCII digits, where {@code parseLong} takes a plus sign and other scripts' digits as well. */
final class Digits {
    private Digits() {}

    /** Whether a text is one digit or more. */
    static boolean areAll(String text) {
        return areAll(text, 0);
    }

    /** The same with an optional minus sign. */
    static boolean areNumber(String text) {
        return areAll(text, text.startsWith("-") ? 1 : 0);
    }

    private static boolean areAll(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return text.length() > from;
    }
}
