package touchline.market.exposure;

import touchline.market.money.Money;

/** What the house loses if every user leaves at their best time, as {@code limits.lua} computes it: the sides are added up, not netted. */
public record WorstCase(Money spot, Money longs, Money shorts) {
    static final WorstCase NONE = new WorstCase(Money.ZERO, Money.ZERO, Money.ZERO);

    /**
     * The base price of an instrument and what bounds it.
     *
     * @param base in ten-thousandths, as {@code matchBase}
     * @param matchBase the base with which its match began; the base where it is in none
     */
    record Base(long base, long matchBase, long depth) {
        private long price(long at, long flow) {
            return (2 * at * (depth + flow) + depth) / (2 * depth);
        }
    }

    static WorstCase of(Base base, OpenInterest open, int bandBps) {
        long around = base.matchBase() / 10_000 * bandBps + base.matchBase() % 10_000 * bandBps / 10_000;
        long flow = open.shares();
        long price = base.price(base.base(), flow);
        long up = Math.max(0, base.price(base.matchBase() + around, flow) - price);
        long down = Math.max(0, price - base.price(Math.max(0, base.matchBase() - around), flow));
        return new WorstCase(
                Money.of(Math.multiplyExact(up, flow)),
                Money.of(Math.multiplyExact(up, open.longs())),
                Money.of(Math.multiplyExact(down, open.shorts())));
    }

    public Money total() {
        return spot.plus(longs).plus(shorts);
    }

    WorstCase plus(WorstCase other) {
        return new WorstCase(spot.plus(other.spot), longs.plus(other.longs), shorts.plus(other.shorts));
    }
}
