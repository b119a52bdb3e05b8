package touchline.api.problem;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            case MARKET_OVER ->
                conflict(
                        why,
                        "The match is over",
                        "No orders, openings or closes are taken until it is settled. What you have is settled at the"
                                + " price of the final whistle.");
            case INSTRUMENT_DELISTED ->
                conflict(
                        why,
                        "The player is not listed any more",
                        "He is in no squad. What you hold can be sold or closed, nothing more can be bought or"
                                + " opened.");
            case INSUFFICIENT_FUNDS -> conflict(why, "Not enough cash", "The wallet's cash does not cover this.");
            case INSUFFICIENT_HOLDING -> conflict(why, "Not enough shares", "You hold fewer shares than that.");
            case PRICE_MOVED ->
                conflict(why, "The price has moved", "It is now beyond worstPrice. Ask for a new quote.");
            case LIMIT_EXCEEDED ->
                conflict(
                        why,
                        "A limit would be passed",
                        "There is only so much one may buy or have open, and that all may have open on an instrument."
                                + " Try a smaller quantity.");
            case EXPOSURE_LIMIT ->
                conflict(
                        why,
                        "The market's budget for this instrument is spent",
                        "It takes no more of this side for now. What you have can be sold and closed as ever.");
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
                        "It came in before this was due, so nothing was done, whomever that favours. Look at the"
                                + " price, and ask again.");
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
            case 503 -> unavailable();
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

    /** What somebody brings to log in is not good, for whatever reason: it is not told, as forgers would like to know. */
    public static Problem invalidToken() {
        return Problem.of(
                "invalid-token",
                "The ID token is not good",
                401,
                "It must be Google's, for this application, and fresh. Sign in with Google again.");
    }

    /** Nobody can log in here. */
    public static Problem noLogIn() {
        return Problem.of("unavailable", "Not available here", 503, "Logging in by Google is not set up on this node.");
    }

    public static Problem tooLarge() {
        return Problem.of("too-large", "The body is too large", 413, "At most 16 KiB.");
    }

    /** Somebody asks more often than he may. */
    public static Problem tooManyRequests(long seconds) {
        return Problem.of("too-many-requests", "Too many requests", 429, "Try again in " + seconds + " s.");
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
