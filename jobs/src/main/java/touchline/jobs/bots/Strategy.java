package touchline.jobs.bots;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** How a persona picks what to trade: an opinion of each instrument, how often it acts on it, how much it puts in, and whether it likes leverage. */
public enum Strategy {
    /** Goes with what has been moving. */
    MOMENTUM(0.40, 600, 0.5) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return quote.recentMove() - quote.lastJump() / 2;
        }
    },
    /** Goes against what has been moving, as crowds overdo it. */
    CONTRARIAN(0.35, 500, 0.5) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return -quote.recentMove();
        }
    },
    /** Buys what order flow has left close to its base, and sells what it has made dear. */
    VALUE(0.30, 500, 0.15) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return 0.003 - quote.premium();
        }
    },
    /** Has no opinion, and plenty of them. */
    NOISE(0.50, 500, 0.35) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return random.nextDouble(-0.02, 0.02);
        }
    },
    /** Waits for something to happen on the pitch, and piles in. */
    NEWS(0.80, 1_200, 0.5) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return Math.abs(quote.lastJump()) < HAPPENED ? 0 : quote.lastJump();
        }
    },
    /** Takes the other side of whoever was last, a little at a time: buys into dips, sells into rises, and never borrows. */
    MAKER(0.60, 250, 0) {
        @Override
        double opinion(BotQuote quote, RandomGenerator random) {
            return random.nextDouble(0, 0.003) - quote.premium() - (quote.recentMove() - quote.lastJump());
        }
    };

    /** A move in one tick that trades don't make. */
    private static final double HAPPENED = 0.004;

    /** Below this nobody bothers. */
    private static final double FAINT = 0.0005;

    private final double pace;
    private final int sizeBps;
    private final double leverage;

    Strategy(double pace, int sizeBps, double leverage) {
        this.pace = pace;
        this.sizeBps = sizeBps;
        this.leverage = leverage;
    }

    /** What it thinks an instrument is about to do, as a share of its price; its sign is the side it takes. */
    abstract double opinion(BotQuote quote, RandomGenerator random);

    /** Whether it does anything in a tick, rather than let it pass. */
    boolean acts(RandomGenerator random) {
        return random.nextDouble() < pace;
    }

    /** What it puts into a trade at most, of its budget. */
    int sizeBps() {
        return sizeBps;
    }

    /** The chance that it opens a position rather than buys. */
    double leverage() {
        return leverage;
    }

    /** The instrument of those it looks at that it holds the strongest opinion of; none where it has none. */
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
