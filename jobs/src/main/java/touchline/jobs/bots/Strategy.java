package touchline.jobs.bots;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** How a persona trades: its opinion of each instrument, how often it acts, how much it invests, and whether it uses leverage. */
enum Strategy {
    /** Trades with recent moves. */
    MOMENTUM(0.40, 600, 0.5) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return quote.recentMove() - quote.lastJump() / 2;
        }
    },
    /** Trades against recent moves. */
    CONTRARIAN(0.35, 500, 0.5) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return -quote.recentMove();
        }
    },
    /** Buys instruments near their base price and sells those far above it. */
    VALUE(0.30, 500, 0.15) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return 0.003 - quote.premium();
        }
    },
    /** Trades at random. */
    NOISE(0.50, 500, 0.35) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return random.nextDouble(-0.02, 0.02);
        }
    },
    /** Trades after match events. */
    NEWS(0.80, 1_200, 0.5) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return Math.abs(quote.lastJump()) < HAPPENED ? 0 : quote.lastJump();
        }
    },
    /** Provides liquidity in small amounts: buys dips, sells rises, never uses leverage. */
    MAKER(0.60, 250, 0) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return random.nextDouble(0, 0.003) - quote.premium() - (quote.recentMove() - quote.lastJump());
        }
    };

    /** A move of a single tick that is larger than those of trades. */
    private static final double HAPPENED = 0.004;

    /** The least opinion that is acted on. */
    private static final double FAINT = 0.0005;

    private final double pace;
    private final int sizeBps;
    private final double leverage;

    Strategy(double pace, int sizeBps, double leverage) {
        this.pace = pace;
        this.sizeBps = sizeBps;
        this.leverage = leverage;
    }

    /** Returns the expected relative move of an instrument; its sign is the side. */
    abstract double opinion(BotQuote quote, RandomGenerator random);

    /** Whether it acts in a tick. */
    boolean acts(RandomGenerator random) {
        return random.nextDouble() < pace;
    }

    /** The largest share of its budget for one trade. */
    int sizeBps() {
        return sizeBps;
    }

    /** The probability of opening a position instead of buying. */
    double leverage() {
        return leverage;
    }

    /** Returns the instrument with the strongest opinion; empty if there is none. */
    Optional<View> choose(Iterable<BotQuote> quotes, RandomGenerator random) {
        View strongest = null;
        for (BotQuote quote : quotes) {
            double opinion = opinion(quote, random);
            if (Math.abs(opinion) > FAINT && (strongest == null || Math.abs(opinion) > Math.abs(strongest.opinion()))) {
                strongest = new View(quote, opinion);
            }
        }
        return Optional.ofNullable(strongest);
    }

    /** An instrument and what a persona thinks of it. */
    record View(BotQuote quote, double opinion) {
        boolean up() {
            return opinion > 0;
        }
    }
}
