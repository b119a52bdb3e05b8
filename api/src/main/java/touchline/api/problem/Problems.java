package touchline.api.problem;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import touchline.market.Refusal;

/** The problems there are, and which one a refusal of the market is. */
public final class Problems {
    private Problems() {}

    public static Problem refused(Refusal why) {
        return switch (why) {
            case NOT_FOUND -> notFound();
            case INSTRUMENT_FROZEN ->
                conflict(
                        why,
                        "The instrument is frozen",
                        "Its match is being settled or looked at. Try again when it has thawed.");
            case INSTRUMENT_DELISTED ->
                conflict(
                        why,
                        "The player is not listed any more",
                        "He is in no squad. What you hold can be sold or closed, nothing more can be bought or opened.");
            case INSUFFICIENT_FUNDS -> conflict(why, "Not enough cash", "The wallet's cash does not cover this.");
            case INSUFFICIENT_HOLDING -> conflict(why, "Not enough shares", "You hold fewer shares than that.");
            case PRICE_MOVED ->
                conflict(why, "The price has moved", "It is now beyond worstPrice. Ask for a new quote.");
            case LIMIT_EXCEEDED -> conflict(why, "A limit would be passed", "Try a smaller quantity.");
            case STOP_LOSS_SIDE ->
                invalid(List.of(new Problem.FieldError(
                        "stopLoss", "must be below the price for a long position, above it for a short one")));
            case TAKE_PROFIT_SIDE ->
                invalid(List.of(new Problem.FieldError(
                        "takeProfit", "must be above the price for a long position, below it for a short one")));
            case EVENT_DURING_DELAY ->
                conflict(
                        why,
                        "Something happened in the match",
                        "It came in before this was due, so nothing was done, whomever that favours. Look at the price, and ask again.");
            case POSITION_CLOSED -> conflict(why, "The position is closed", "It closed otherwise while this waited.");
            case IDEMPOTENCY_KEY_REUSED ->
                Problem.of(
                        why.slug(),
                        "The idempotency key was used for something else",
                        422,
                        "Use a new Idempotency-Key for a new request.");
            case UNAVAILABLE -> unavailable();
        };
    }

    /** An instrument is frozen of which is known when it will thaw. */
    public static Response frozenUntil(Instant thaws, Instant now) {
        long seconds = Math.max(1, Duration.between(now, thaws).toSeconds() + 1);
        Response answer = conflict(
                        Refusal.INSTRUMENT_FROZEN,
                        "The instrument is frozen",
                        "Something happened in its match. It thaws at " + thaws + ".")
                .response();
        return Response.fromResponse(answer).header("Retry-After", seconds).build();
    }

    public static Problem notFound() {
        return Problem.of("not-found", "Not found", 404, "There is nothing of that id, or it is not yours.");
    }

    public static Problem invalid(List<Problem.FieldError> errors) {
        return new Problem("validation", "The request is not valid", 422, "See errors for each field.", errors, null);
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

    public static Problem forbidden(String detail) {
        return Problem.of("forbidden", "You may not do that", 403, detail);
    }

    public static Problem unavailable() {
        return Problem.of(
                "unavailable", "Not available just now", 503, "The market is closed for a moment. Try again.");
    }

    public static Problem positionClosed(Object close) {
        return new Problem("position-closed", "The position is closed", 409, "It ended as 'close' says.", null, close);
    }

    private static Problem conflict(Refusal why, String title, String detail) {
        return Problem.of(why.slug(), title, 409, detail);
    }
}
