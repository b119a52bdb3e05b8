package touchline.jobs.bots;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** How a persona picks what to trade: an opinion of each instrument, and how often it acts on it. */
public enum Strategy {
    /** Goes with what has just moved. */
    MOMENTUM {
        @Override
        double opinion(Quote quote, RandomGenerator random) {
            return quote.recentMove();
        }
    },
    /** Goes against what has just moved. */
    CONTRARIAN {
        @Override
        double opinion(Quote quote, RandomGenerator random) {
            return -quote.recentMove();
        }
    },
    /** Buys what order flow has made cheap against its base, and sells what it has made dear. */
    VALUE {
        @Override
        double opinion(Quote quote, RandomGenerator random) {
            return 0.002 - quote.premium();
        }
    },
    /** Has no opinion, and plenty of them. */
    NOISE {
        @Override
        double opinion(Quote quote, RandomGenerator random) {
            return random.nextDouble(-0.02, 0.02);
        }
    };

    /** What it thinks an instrument is about to do, as a share of its price; its sign is the side it takes. */
    abstract double opinion(Quote quote, RandomGenerator random);

    /** The instrument of those it looks at that it holds the strongest opinion of; none where it has none. */
    Optional<View> choose(Iterable<Quote> quotes, RandomGenerator random) {
        View strongest = null;
        for (Quote quote : quotes) {
            double opinion = opinion(quote, random);
            if (Math.abs(opinion) > 0.0005
                    && (strongest == null || Math.abs(opinion) > Math.abs(strongest.opinion()))) {
                strongest = new View(quote, opinion);
            }
        }
        return Optional.ofNullable(strongest);
    }

    /** An instrument and what a persona thinks of it. */
    record View(Quote quote, double opinion) {
        boolean up() {
            return opinion > 0;
        }
    }
}
