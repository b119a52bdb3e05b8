package touchline.market.settlement;

/** A fixture that must not be settled as things are; nothing was changed. The message says why, in words. */
public final class SettlementRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettlementRefusedException(String why) {
        super(why);
    }
}
