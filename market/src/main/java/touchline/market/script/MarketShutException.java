package touchline.market.script;

/** The market is shut, so nothing was written. It opens by itself, or after it is rebuilt: callers that run always try again later. */
public final class MarketShutException extends RuntimeException {
    MarketShutException() {
        super("the market is shut: /v1/status says why", null, false, false);
    }
}
