package touchline.api.problem;

import java.time.Instant;
import java.util.Optional;
import touchline.market.MarketLimit;
import touchline.market.Rejection;
import touchline.market.money.Price;

/** The detail texts of rejections: the cause, then what to do. */
final class RejectionWords {
    private RejectionWords() {}

    /** Why an instrument is frozen, and when it trades again. */
    static String frozen(Rejection rejection) {
        return switch (rejection.reason().orElse("")) {
            case "settlement" -> "Its match is being settled. Trading resumes afterwards.";
            case "feed-silent" ->
                "The feed is silent about its match, so the price may be out of date. Trading resumes when the feed is back.";
            case "review" -> "The referee reviews a decision. Trading resumes after it.";
            case "event" ->
                "An event happened in its match. Trading resumes "
                        + rejection
                                .until()
                                .map(Instant::toString)
                                .map(at -> "at " + at)
                                .orElse("in a few seconds")
                        + ".";
            default -> "An operator has stopped its trading. An operator resumes it.";
        };
    }

    /** Who halted it and why, and when the halt ends. */
    static String halted(Rejection rejection) {
        String who = rejection.reason().orElse("").equals("circuit-breaker") ? "The circuit breaker" : "An operator";
        return who + " has halted it"
                + rejection.words().map(words -> ": " + words).orElse("") + ". It ends "
                + rejection.until().map(at -> "at " + at).orElse("when an operator lifts it") + ".";
    }

    /** Names the limit that would be passed, with its figures. */
    static String limit(Rejection rejection) {
        MarketLimit limit = rejection.limit().orElse(null);
        if (limit == null) {
            return "Ask for less.";
        }
        String maximum = amount(limit, rejection.maximum());
        String used = amount(limit, rejection.used());
        return switch (limit) {
            case OPEN_POSITIONS -> "You have " + used + " positions open of at most " + maximum + ". Close one first.";
            case USER_EXPOSURE ->
                "Your shares and open positions cost " + used + " of at most " + maximum + ". Reduce it, or sell some.";
            case INSTRUMENT_EXPOSURE ->
                "All users together have " + used + " of at most " + maximum + " in this instrument. Ask for less.";
            case INSTRUMENT_BUDGET ->
                "The market's risk on this instrument is " + used + " of at most " + maximum
                        + ". This side is not accepted for now; you can sell and close what you have.";
            case INSTRUMENT_SHARES ->
                "All users together hold " + used + " of at most " + maximum + " shares. Buy fewer.";
            case INSTRUMENT_LONGS ->
                "All users together have " + used + " of at most " + maximum + " shares open as longs. Open fewer.";
            case INSTRUMENT_SHORTS ->
                "All users together have " + used + " of at most " + maximum + " shares open as shorts. Open fewer.";
            case SHORTS_AT_THIS_PRICE -> "The price is too low for a short: the spread is all of it.";
            case SHARES_HELD -> "All users together hold " + maximum + " shares, so no more can be sold.";
            case QUANTITY -> "At most " + maximum + " shares at once.";
            case LEVERAGE -> "The leverage is at most " + maximum + ".";
            case WAITING_REQUESTS ->
                "You have " + used + " requests of this kind waiting of at most " + maximum
                        + ". Wait until one is executed.";
            case RESTING_ORDERS ->
                "You have " + used + " orders and openings that wait for a price, of at most " + maximum
                        + ". Cancel one first.";
            case LEVEL_CHANGES ->
                "The levels of this position were changed " + used + " times of at most " + maximum + ".";
        };
    }

    /** The price that bounds a level, in brackets; empty where it is not known. */
    static String price(Rejection rejection) {
        return rejection.price().map(price -> ", " + Price.of(price)).orElse("");
    }

    /** The price within reach that is nearest to the one that was asked for; empty where it is not known. */
    static String nearest(Rejection rejection) {
        return rejection
                .price()
                .map(price -> ": the nearest that is accepted is " + Price.of(price))
                .orElse("");
    }

    private static String amount(MarketLimit limit, Optional<Long> amount) {
        return amount.map(number -> ProblemFacts.shown(limit, number).toString())
                .orElse("?");
    }
}
