package touchline.sandbox.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import redis.clients.jedis.UnifiedJedis;
import touchline.api.auth.AccessTokens;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** The traders, their accounts and what they trade. */
final class TradingFloor {
    private static final long FIRST_INSTRUMENT = 900_001;
    private static final int INSTRUMENTS = 8;
    private static final Price PRICE = Price.of(1_000_000);
    private static final long DEPTH = 1_000_000;
    private static final Money STAKE = Money.coins(50_000_000);
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final List<ChaosTrader> traders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private TradingFloor() {}

    /**
     * How much is traded.
     *
     * @param pauseMillis of each trader between an answer and its next write
     */
    record TradingPace(int traders, long pauseMillis) {
        static final TradingPace FULL = new TradingPace(4, 40);
        static final TradingPace SMALL = new TradingPace(2, 250);
    }

    /** Lists the players, opens the accounts and starts to trade. */
    static TradingFloor open(UnifiedJedis redis, List<Integer> ports, String secret, TradingPace pace, long seed) {
        List<Long> instruments = LongStream.range(FIRST_INSTRUMENT, FIRST_INSTRUMENT + INSTRUMENTS)
                .boxed()
                .toList();
        for (long instrument : instruments) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(instrument),
                            "Player " + instrument,
                            1,
                            "Chaos",
                            "Midfielder",
                            PRICE,
                            DEPTH));
        }
        AccessTokens tokens = new AccessTokens(secret.getBytes(StandardCharsets.UTF_8), Clock.systemUTC());
        TradingFloor floor = new TradingFloor();
        for (int number = 1; number <= pace.traders(); number++) {
            UserId user = UserId.of("trader-" + number);
            new Wallets(redis).open(user, user.value(), UserKind.HUMAN, STAKE).orThrow();
            TradingClient client = new TradingClient(ports, number, tokens.mint(user, user.value(), TOKEN_LIFETIME));
            ChaosTrader trader =
                    new ChaosTrader(user.value(), client, instruments, new Random(seed + number), pace.pauseMillis());
            Thread thread = new Thread(trader, user.value());
            thread.setDaemon(true);
            thread.start();
            floor.traders.add(trader);
            floor.threads.add(thread);
        }
        return floor;
    }

    List<ChaosTrader> traders() {
        return List.copyOf(traders);
    }

    /** Whether each trader has had a write acknowledged since a {@link System#nanoTime}. */
    boolean allServedSince(long nanoTime) {
        return traders.stream().allMatch(trader -> {
            List<Acknowledgement> all = trader.acknowledged();
            return !all.isEmpty() && all.get(all.size() - 1).nanoTime() - nanoTime > 0;
        });
    }

    /** The longest time that a trader was without an acknowledgement between two times. */
    Duration longestGap(long from, long to) {
        return traders.stream()
                .map(trader -> longestGap(trader.acknowledged(), from, to))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration longestGap(List<Acknowledgement> acknowledged, long from, long to) {
        long longest = 0;
        long last = from;
        for (Acknowledgement each : acknowledged) {
            if (each.nanoTime() - from > 0 && each.nanoTime() - to <= 0) {
                longest = Math.max(longest, each.nanoTime() - last);
                last = each.nanoTime();
            }
        }
        return Duration.ofNanos(Math.max(longest, to - last));
    }

    /** Ends all traders, each after its last write is answered; false if one isn't answered in time. */
    boolean close(Duration patience) throws InterruptedException {
        traders.forEach(ChaosTrader::stop);
        boolean allAnswered = true;
        for (Thread thread : threads) {
            thread.join(patience.toMillis());
            allAnswered &= !thread.isAlive();
            thread.interrupt();
        }
        return allAnswered;
    }
}
