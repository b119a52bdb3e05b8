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
            case INSTRUMENT_FROZEN -> conflict(rejection, "Instrument frozen", RejectionWords.frozen(rejection));
            case MARKET_OVER ->
                conflict(
                        rejection,
                        "Match over",
                        "No orders, openings or closes are accepted until it is settled. Your shares and positions are settled"
                                + " at the price of the final whistle.");
            case HALTED -> conflict(rejection, "Trading halted", RejectionWords.halted(rejection));
            case INSTRUMENT_DELISTED ->
                conflict(
                        rejection,
                        "Instrument delisted",
                        "The player is in no squad. You can sell or close what you hold, but not buy or open more.");
            case ACCOUNT_BLOCKED ->
                conflict(
                        rejection,
                        "Account blocked",
                        "The account can sell shares and close positions, but not buy or open more. Contact the support.");
            case INSUFFICIENT_FUNDS ->
                conflict(rejection, "Insufficient funds", "The wallet's cash does not cover this.");
            case INSUFFICIENT_HOLDING ->
                conflict(rejection, "Insufficient holding", "You hold fewer shares than that.");
            case PRICE_MOVED ->
                conflict(
                        rejection,
                        "Price moved",
                        "The price is worse than your worstPrice or limitPrice. Request a new quote.");
            case LIMIT_EXCEEDED -> conflict(rejection, "Limit exceeded", RejectionWords.limit(rejection));
            case EXPOSURE_LIMIT -> conflict(rejection, "Exposure limit reached", RejectionWords.limit(rejection));
            case STOP_LOSS_SIDE ->
                invalid(
                        "stopLoss",
                        "must be below the price for a long position, above it for a short one"
                                + RejectionWords.price(rejection));
            case STOP_LOSS_BEYOND_WASH_OUT ->
                invalid(
                        "stopLoss",
                        "must be reached before the wash-out price" + RejectionWords.price(rejection)
                                + ": the position is closed there, so a stop-loss at this price never acts");
            case TAKE_PROFIT_SIDE ->
                invalid(
                        "takeProfit",
                        "must be above the price for a long position, below it for a short one"
                                + RejectionWords.price(rejection));
            case TRAILING_DISTANCE_RANGE ->
                invalid(
                        "trailingDistance",
                        "must be less than the price" + RejectionWords.price(rejection)
                                + ": it is how far the stop lies behind the best price");
            case STOP_PRICE_SIDE ->
                invalid(
                        "stopPrice",
                        "must be above the price to buy or go long, below it to sell or go short"
                                + RejectionWords.price(rejection));
            case STOP_PRICE_RANGE ->
                invalid("stopPrice", "is out of reach of the price" + RejectionWords.nearest(rejection));
            case LIMIT_PRICE_RANGE ->
                invalid("limitPrice", "is out of reach of the price" + RejectionWords.nearest(rejection));
            case ORDER_TERMS ->
                invalid(
                        rejection.reason().orElse("stopPrice"),
                        "must be left out: the order's type has no such price, or its stop was reached already");
            case ORDER_DECIDED ->
                Problem.of(
                        why.slug(),
                        "Order decided",
                        409,
                        "It can't be changed any more: it is "
                                + rejection.reason().orElse("decided") + ".");
            case POSITION_QUANTITY -> invalid("quantity", "must be at most the position's quantity");
            case CLOSE_WAITING ->
                conflict(
                        rejection,
                        "Another close is waiting",
                        "A close of another quantity waits out the delay. Close all of the position, or cancel that close first"
                                + rejection
                                        .request()
                                        .map(id -> ": DELETE /v1/orders/" + id + ".")
                                        .orElse("."));
            case EVENT_DURING_DELAY ->
                conflict(
                        rejection,
                        "Event during the delay",
                        "An event of the match came in before the order was due, so nothing was executed. Check the price and send it again.");
            case POSITION_CLOSED -> conflict(rejection, "Position closed", "It was closed while this request waited.");
            case CLIENT_ORDER_ID_USED ->
                conflict(
                        rejection,
                        "Client order id used",
                        "You have another order with this clientOrderId. Read it, or use a new clientOrderId.");
            case IDEMPOTENCY_KEY_REUSED ->
                Problem.of(why.slug(), "Idempotency key reused", 422, "Use a new Idempotency-Key for a new request.");
            case UNAVAILABLE ->
                unavailable(rejection.reason().map(Unavailable::ofSlug).orElse(Unavailable.SHUT));
        };
    }

    /** A command that the state of its object does not permit. */
    public static Problem notPossible(String why) {
        return Problem.of("refused", "Not possible in the current state", 409, why);
    }

    /**
     * The problem of a status without further facts.
     *
     * @param reason in words; null where there are none
     */
    static Problem ofStatus(int status, @Nullable String reason) {
        return switch (status) {
            case 400 -> malformedRequest("The request line, a header or the encoding is invalid.");
            case 401 -> unauthorized();
            case 403 -> forbidden("Your role does not allow this.");
            case 404 -> Problem.of("not-found", "Not found", 404, "There is nothing at this path.");
            case 405 ->
                Problem.of(
                        "method-not-allowed", "Method not allowed", 405, "The Allow header lists the allowed methods.");
            case 406 -> Problem.of("not-acceptable", "Not acceptable", 406, "Answers are application/json.");
            case 408 -> Problem.of("timeout", "Request timeout", 408, "Send it again.");
            case 413 -> tooLarge();
            case 414 -> Problem.of("uri-too-long", "URI too long", 414, "Ask for less at once.");
            case 415 ->
                Problem.of(
                        "unsupported-media-type",
                        "Unsupported media type",
                        415,
                        "Send application/json in UTF-8, plain or with Content-Encoding: gzip.");
            case 417 ->
                Problem.of("error", "Expectation failed", 417, "Send Expect: 100-continue, or leave the header out.");
            case 426, 505 -> Problem.of("error", "HTTP version not supported", status, "Use HTTP/1.1.");
            case 431 -> Problem.of("headers-too-large", "Request headers too large", 431, "At most 8 KiB in all.");
            case 503 -> unavailable(Unavailable.NODE);
            default -> Problem.of("error", reason == null ? "Request failed" : reason, status, null);
        };
    }

    /** An unexpected failure; the log has it under that id. */
    static Problem internal(String id) {
        return Problem.of("internal", "Internal error", 500, "Report this id: " + id);
    }

    public static Problem notFound() {
        return Problem.of("not-found", "Not found", 404, "No object has this id, or it belongs to another user.");
    }

    public static Problem invalid(List<Problem.FieldError> errors) {
        return new Problem("validation", "Invalid request", 422, "See errors for each field.", errors, null, null);
    }

    private static Problem invalid(String field, String message) {
        return invalid(List.of(new Problem.FieldError(field, message)));
    }

    public static Problem malformedJson(String detail) {
        return Problem.of("malformed-json", "Malformed JSON", 400, detail);
    }

    public static Problem malformedRequest(String detail) {
        return Problem.of("bad-request", "Malformed HTTP request", 400, detail);
    }

    public static Problem unauthorized() {
        return unauthorized("Send a valid token as 'Authorization: Bearer TOKEN'.");
    }

    /** The same for routes that don't take bearer tokens. */
    public static Problem unauthorized(String detail) {
        return Problem.of("unauthorized", "Authentication required", 401, detail);
    }

    /** An invalid ID token. The cause is not revealed, as it would help forgers. */
    public static Problem invalidToken() {
        return Problem.of(
                "invalid-token",
                "Invalid ID token",
                401,
                "It must be issued by Google for this application, and not be expired. Sign in with Google again.");
    }

    public static Problem tooLarge() {
        return Problem.of("too-large", "Body too large", 413, "At most 16 KiB.");
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
        return Problem.of("forbidden", "Forbidden", 403, detail);
    }

    public static Problem unavailable(Unavailable why) {
        return Problem.of("unavailable", "Service unavailable", 503, why.detail())
                .with(ProblemFacts.because(why.slug()));
    }

    /** A store can't be reached for a request that changes nothing. */
    static Problem unreadNow() {
        return Problem.of("unavailable", "Service unavailable", 503, "A store is unreachable. Try again.")
                .with(ProblemFacts.because(Unavailable.STORE.slug()));
    }

    public static Problem positionClosed(Object close) {
        return new Problem(
                "position-closed",
                "Position closed",
                409,
                "The field 'close' has the closed position.",
                null,
                null,
                close);
    }

    private static Problem conflict(Rejection rejection, String title, String detail) {
        return Problem.of(rejection.why().slug(), title, 409, detail).with(ProblemFacts.of(rejection));
    }
}
