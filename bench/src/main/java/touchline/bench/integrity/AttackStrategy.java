package touchline.bench.integrity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;

/** How an attacker tries to earn without knowing anything of the match. What is open at the end is settled. */
enum AttackStrategy {
    ROUND_TRIP("buys and sells again", AttackStrategy::roundTrip),
    SMALL_ORDERS("the same in orders of one share, for their rounding", AttackStrategy::smallOrders),
    TWO_ACCOUNTS(
            "one account buys low, another pushes, the first sells high, then the second", AttackStrategy::twoAccounts),
    PUMP_WITH_LONGS("opens longs, pushes the price up, closes them, sells", AttackStrategy::pumpWithLongs),
    DUMP_WITH_SHORTS("pushes the price up, opens shorts, sells, closes them", AttackStrategy::dumpWithShorts),
    UP_AND_DOWN("both of these, again and again", AttackStrategy::upAndDown),
    HEDGED_LEVERAGE(
            "longs and shorts at full leverage, and pushes: a wash-out loses no more than its margin",
            AttackStrategy::hedged),
    TAKE_PROFIT("longs with a take-profit that the own push reaches", AttackStrategy::takeProfit),
    PUSH_BEFORE_WHISTLE(
            "opens longs, pushes the price up, and leaves all of it to the settlement",
            AttackStrategy::pushBeforeWhistle),
    SELL_BEFORE_WHISTLE("the same, and sells half before the settlement", AttackStrategy::sellBeforeWhistle),
    RING("ten accounts at once: longs, purchases, shorts, sales in a random order", AttackStrategy::ring);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final Consumer<Pitch> moves;

    AttackStrategy(String words, Consumer<Pitch> moves) {
        this.words = words;
        this.moves = moves;
    }

    String words() {
        return words;
    }

    void play(Pitch pitch) {
        moves.accept(pitch);
    }

    private static int percent(Pitch pitch) {
        return 1 + pitch.random().nextInt(100);
    }

    private static int leverage(Pitch pitch) {
        return 1 + pitch.random().nextInt(20);
    }

    private static void roundTrip(Pitch pitch) {
        long shares = pitch.partOfRoom(percent(pitch));
        if (pitch.buy(0, shares)) {
            pitch.sell(0, shares);
        }
    }

    private static void smallOrders(Pitch pitch) {
        int shares = 1 + pitch.random().nextInt(8);
        int bought = 0;
        for (int n = 0; n < shares; n++) {
            bought += pitch.buy(0, 1) ? 1 : 0;
        }
        for (int n = 0; n < bought; n++) {
            pitch.sell(0, 1);
        }
    }

    private static void twoAccounts(Pitch pitch) {
        long first = pitch.partOfRoom(percent(pitch));
        boolean isIn = pitch.buy(0, first);
        long second = pitch.partOfRoom(percent(pitch));
        boolean isPushed = pitch.buy(1, second);
        if (isIn) {
            pitch.sell(0, first);
        }
        if (isPushed && pitch.random().nextBoolean()) {
            pitch.sell(1, second);
        }
    }

    private static void pumpWithLongs(Pitch pitch) {
        Optional<PositionId> opened = pitch.open(0, Direction.LONG, leverage(pitch), null, null);
        long shares = pitch.partOfRoom(percent(pitch));
        boolean isPushed = pitch.buy(1, shares);
        pitch.close(0, opened);
        if (isPushed) {
            pitch.sell(1, shares);
        }
    }

    private static void dumpWithShorts(Pitch pitch) {
        long shares = pitch.partOfRoom(percent(pitch));
        boolean isPushed = pitch.buy(1, shares);
        Optional<PositionId> opened = pitch.open(0, Direction.SHORT, leverage(pitch), null, null);
        if (isPushed) {
            pitch.sell(1, shares);
        }
        pitch.close(0, opened);
    }

    private static void upAndDown(Pitch pitch) {
        for (int round = 0; round < 3; round++) {
            Optional<PositionId> longs = pitch.open(0, Direction.LONG, leverage(pitch), null, null);
            long shares = pitch.partOfRoom(percent(pitch));
            boolean isPushed = pitch.buy(1, shares);
            pitch.close(0, longs);
            Optional<PositionId> shorts = pitch.open(2, Direction.SHORT, leverage(pitch), null, null);
            if (isPushed) {
                pitch.sell(1, shares);
            }
            pitch.close(2, shorts);
        }
    }

    private static void hedged(Pitch pitch) {
        Optional<PositionId> longs = pitch.open(0, Direction.LONG, 20, null, null);
        Optional<PositionId> shorts = pitch.open(1, Direction.SHORT, 20, null, null);
        long shares = pitch.partOfRoom(percent(pitch));
        boolean isPushed = pitch.buy(2, shares);
        pitch.close(0, longs);
        pitch.close(1, shorts);
        if (isPushed && pitch.random().nextBoolean()) {
            pitch.sell(2, shares);
        }
    }

    private static void takeProfit(Pitch pitch) {
        Optional<PositionId> opened = pitch.open(
                0,
                Direction.LONG,
                leverage(pitch),
                null,
                pitch.away(50 + pitch.random().nextInt(2_000)));
        long shares = pitch.partOfRoom(percent(pitch));
        boolean isPushed = pitch.buy(1, shares);
        if (isPushed) {
            pitch.sell(1, shares);
        }
        // Otherwise the replay before the settlement closes it, at the tick that reached the level.
        if (pitch.random().nextBoolean()) {
            pitch.close(0, opened);
        }
    }

    private static void pushBeforeWhistle(Pitch pitch) {
        pitch.open(0, Direction.LONG, leverage(pitch), null, null);
        pitch.buy(1, pitch.partOfRoom(percent(pitch)));
    }

    private static void sellBeforeWhistle(Pitch pitch) {
        pitch.open(0, Direction.LONG, leverage(pitch), null, null);
        long shares = pitch.partOfRoom(percent(pitch));
        if (pitch.buy(1, shares) && shares > 1) {
            pitch.sell(1, shares / 2);
        }
    }

    private static void ring(Pitch pitch) {
        List<Optional<PositionId>> open = new ArrayList<>();
        long[] held = new long[pitch.accounts()];
        for (int n = 0; n < 12; n++) {
            int account = pitch.random().nextInt(pitch.accounts());
            switch (pitch.random().nextInt(4)) {
                case 0 -> {
                    long shares = pitch.partOfRoom(1 + pitch.random().nextInt(60));
                    held[account] += pitch.buy(account, shares) ? shares : 0;
                }
                case 1 -> {
                    long shares = held[account] == 0 ? 0 : 1 + pitch.random().nextLong(held[account]);
                    held[account] -= shares > 0 && pitch.sell(account, shares) ? shares : 0;
                }
                case 2 ->
                    open.add(pitch.open(
                            account,
                            pitch.random().nextBoolean() ? Direction.LONG : Direction.SHORT,
                            leverage(pitch),
                            null,
                            null));
                default -> {
                    if (!open.isEmpty()) {
                        Optional<PositionId> one = open.remove(pitch.random().nextInt(open.size()));
                        for (int owner = 0; owner < pitch.accounts(); owner++) {
                            pitch.close(owner, one); // of others it is refused
                        }
                    }
                }
            }
        }
    }
}
