package touchline.api.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.Refusal;
import touchline.market.Rejection;

/** The problems there are, and which one a refusal of the market is. */
public final class Problems {
    private Problems() {}

    public static Problem refused(Refusal why) {
        return refused(Rejection.of(why));
    }

    public static Problem refused(Rejection rejection) {
        Refusal why = rejection.why();
        return switch (why) {
            case NOT_FOUND -> notFound();
            case INSTRUMENT_FROZEN -> conflict(rejection, "The instrument is frozen", RejectionWords.frozen(rejection));
            case MARKET_OVER ->
                conflict(
                        rejection,
                        "The match is over",
                        "No orders, openings or closes are taken until it is settled. What you have is settled at the"
                                + " price of the final whistle.");
            case INSTRUMENT_DELISTED ->
                conflict(
                        rejection,
                        "The player is not listed any more",
                        "The player is in no squad. What you hold can be sold or closed, nothing more can be bought or opened.");
            case INSUFFICIENT_FUNDS -> conflict(rejection, "Not enough cash", "The wallet's cash does not cover this.");
            case INSUFFICIENT_HOLDING -> conflict(rejection, "Not enough shares", "You hold fewer shares than that.");
            case PRICE_MOVED ->
                conflict(rejection, "The price has moved", "It is now beyond worstPrice. Ask for a new quote.");
            case LIMIT_EXCEEDED -> conflict(rejection, "A limit would be passed", RejectionWords.limit(rejection));
            case EXPOSURE_LIMIT ->
                conflict(
                        rejection, "The market's budget for this instrument is spent", RejectionWords.limit(rejection));
            case STOP_LOSS_SIDE ->
                invalid(
                        "stopLoss",
                        "must be below the price for a long position, above it for a short one"
                                + RejectionWords.price(rejection));
            case STOP_LOSS_BEYOND_WASH_OUT ->
                invalid(
                        "stopLoss",
                        "must be reached before the wash-out price" + RejectionWords.price(rejection)
                                + ": the position is closed there, so a stop-loss at or beyond it can never act");
            case TAKE_PROFIT_SIDE ->
                invalid(
                        "takeProfit",
                        "must be above the price for a long position, below it for a short one"
                                + RejectionWords.price(rejection));
            case EVENT_DURING_DELAY ->
                conflict(
                        rejection,
                        "Something happened in the match",
                        "It came in before this was due, so nothing was done, whomever that favours. Look at the price, and ask again.");
            case POSITION_CLOSED ->
                conflict(rejection, "The position is closed", "It closed otherwise while this waited.");
            case IDEMPOTENCY_KEY_REUSED ->
                Problem.of(
                        why.slug(),
                        "The idempotency key was used for something else",
                        422,
                        "Use a new Idempotency-Key for a new request.");
            case UNAVAILABLE ->
                unavailable(rejection.reason().map(Unavailable::ofSlug).orElse(Unavailable.SHUT));
        };
    }

    /**
     * What a status means where nothing more is known.
     *
     * @param reason in words; null where there are none
     */
    static Problem ofStatus(int status, @Nullable String reason) {
        return switch (status) {
            case 400 ->
                Problem.of(
                        "bad-request", "The request can't be read", 400, "It is not as HTTP or its headers have it.");
            case 401 -> unauthorized();
            case 403 -> forbidden("Your role does not reach that far.");
            case 404 -> Problem.of("not-found", "Not found", 404, "There is nothing at this path.");
            case 405 ->
                Problem.of("method-not-allowed", "Not by this method", 405, "See the Allow header for those that are.");
            case 406 -> Problem.of("not-acceptable", "No such representation", 406, "Answers are application/json.");
            case 408 -> Problem.of("timeout", "The request took too long to arrive", 408, "Send it again.");
            case 413 -> tooLarge();
            case 414 -> Problem.of("uri-too-long", "The address is too long", 414, "Ask for less at once.");
            case 415 -> Problem.of("unsupported-media-type", "Not this kind of body", 415, "Send application/json.");
            case 431 -> Problem.of("headers-too-large", "The headers are too large", 431, "At most 8 KiB in all.");
            case 503 -> unavailable(Unavailable.NODE);
            default -> Problem.of("error", reason == null ? "It does not work like this" : reason, status, null);
        };
    }

    /** A fault of ours: what it was stands in the log under that id. */
    static Problem internal(String id) {
        return Problem.of("internal", "Something is wrong on our side", 500, "Tell us this id: " + id);
    }

    public static Problem notFound() {
        return Problem.of("not-found", "Not found", 404, "There is nothing of that id, or it is not yours.");
    }

    public static Problem invalid(List<Problem.FieldError> errors) {
        return new Problem(
                "validation", "The request is not valid", 422, "See errors for each field.", errors, null, null);
    }

    private static Problem invalid(String field, String message) {
        return invalid(List.of(new Problem.FieldError(field, message)));
    }

    public static Problem malformedJson(String detail) {
        return Problem.of("malformed-json", "The body is not valid JSON", 400, detail);
    }

    public static Problem unauthorized() {
        return unauthorized("Send a valid token as 'Authorization: Bearer TOKEN'.");
    }

    /** The same where it isn't tokens that one is known by. */
    public static Problem unauthorized(String detail) {
        return Problem.of("unauthorized", "Who are you?", 401, detail);
    }

    /** What somebody brings to log in is not good, for whatever reason: it is not told, as forgers would like to know. */
    public static Problem invalidToken() {
        return Problem.of(
                "invalid-token",
                "The ID token is not good",
                401,
                "It must be Google's, for this application, and fresh. Sign in with Google again.");
    }

    public static Problem tooLarge() {
        return Problem.of("too-large", "The body is too large", 413, "At most 16 KiB.");
    }

    /**
     * A quota is used up.
     *
     * @param limit the quota's name, as in the RateLimit headers
     * @param seconds until one more request may be made
     */
    public static Problem tooManyRequests(String limit, long maximum, long used, long seconds) {
        return Problem.of(
                        "too-many-requests",
                        "Too many requests",
                        429,
                        "The limit '" + limit + "' is reached. Try again in " + seconds + " s.")
                .withLimit(limit, maximum, used);
    }

    public static Problem forbidden(String detail) {
        return Problem.of("forbidden", "You may not do that", 403, detail);
    }

    public static Problem unavailable(Unavailable why) {
        return Problem.of("unavailable", "Not available at the moment", 503, why.detail())
                .with(ProblemFacts.because(why.slug()));
    }

    public static Problem positionClosed(Object close) {
        return new Problem(
                "position-closed", "The position is closed", 409, "It ended as 'close' says.", null, null, close);
    }

    private static Problem conflict(Rejection rejection, String title, String detail) {
        return Problem.of(rejection.why().slug(), title, 409, detail).with(ProblemFacts.of(rejection));
    }
}
