package touchline.market;

import touchline.market.money.Money;

/**
 * What may be had. They bound buying and opening; nothing here ever keeps anybody from selling or closing.
 *
 * @param openPositions how many positions a user may have open; 0 for any number
 * @param userExposure what a user's open positions and shares may be worth at the prices paid; zero for any amount
 * @param instrumentExposure what all users' open positions and shares in an instrument may be worth at its price; zero for any amount
 * @param budget what the house may lose on an instrument in the worst case; zero for any amount
 * @param bandBps no match event moves the base price further than by this share of what it was when the match began, either way, in basis points, and the worst
 *     case is that it moves so far; 0 for no bound of match events
 */
public record Limits(int openPositions, Money userExposure, Money instrumentExposure, Money budget, int bandBps) {
    public static final Limits NONE = new Limits(0, Money.of(0), Money.of(0), Money.of(0), 0);

    /** The largest amount that scripts can compare exactly. */
    private static final long MOST = 1L << 52;

    public Limits {
        if (openPositions < 0 || openPositions > 10_000) {
            throw new IllegalArgumentException("limits.openPositions must be 0..10000");
        }
        if (bandBps < 0 || bandBps > 10_000) {
            throw new IllegalArgumentException("limits.bandBps must be 0..10000");
        }
        for (Money amount : new Money[] {userExposure, instrumentExposure, budget}) {
            if (amount.tenThousandths() < 0 || amount.tenThousandths() > MOST) {
                throw new IllegalArgumentException("limits must be from 0 to " + Money.of(MOST) + " coins");
            }
        }
    }

    /** As the scripts take it. */
    public String argument() {
        return openPositions + ":" + userExposure.tenThousandths() + ":" + instrumentExposure.tenThousandths() + ":"
                + budget.tenThousandths() + ":" + bandBps;
    }
}
