package touchline.api.subscriber;

/** Numbers with what they count. */
final class Plurals {
    private Plurals() {}

    /** As in {@code 1 match} and {@code 3 matches}. */
    static String of(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
