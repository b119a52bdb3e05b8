package touchline.market.exposure;

import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;

/**
 * What the house has at stake on an instrument.
 *
 * @param fixture the match it is in, if any
 * @param pool what pays for the shares that users hold
 */
public record InstrumentExposure(
        InstrumentId id,
        String name,
        String team,
        @Nullable FixtureId fixture,
        Price price,
        Money pool,
        OpenInterest open,
        WorstCase worst) {}
