package touchline.market.exposure;

import java.util.Collection;
import touchline.market.money.Money;

/** What the house has at stake on several instruments. */
public record Stake(OpenInterest open, Money pool, WorstCase worst) {
    public static Stake of(Collection<InstrumentExposure> instruments) {
        OpenInterest open = OpenInterest.NONE;
        Money pool = Money.ZERO;
        WorstCase worst = WorstCase.NONE;
        for (InstrumentExposure one : instruments) {
            open = open.plus(one.open());
            pool = pool.plus(one.pool());
            worst = worst.plus(one.worst());
        }
        return new Stake(open, pool, worst);
    }
}
