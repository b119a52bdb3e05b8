package touchline.jobs.bots;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import redis.clients.jedis.UnifiedJedis;
import touchline.jobs.bots.BotDesk.Traded;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchPhase;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.Instruments;

/** Lets every persona act once a tick on what is being played, or on everything where there is no feed to play it. */
public final class BotEngine {
    /** How many instruments a persona looks at in a tick: nobody watches everything. */
    private static final int ATTENTION = 8;

    private final BotRoster roster;
    private final BotRules rules;
    private final BotDesk desk;
    private final PlayedInstruments played;
    private final Tape tape;

    private BotEngine(BotRoster roster, BotRules rules, BotDesk desk, PlayedInstruments played, Tape tape) {
        this.roster = roster;
        this.rules = rules;
        this.desk = desk;
        this.played = played;
        this.tape = tape;
    }

    /** As it runs: what is being played comes from the book, prices from Redis. */
    public static BotEngine on(
            UnifiedJedis redis, BotRoster roster, BotRules rules, BotDesk desk, PlayedInstruments played, Clock clock) {
        return new BotEngine(roster, rules, desk, played, new Tape(redis, clock));
    }

    /**
     * One tick.
     *
     * @param number with the seed it decides what every persona does
     * @return what was done, or empty where nothing is being played
     * @throws IllegalStateException if the market is shut
     */
    Map<Traded, Integer> tick(long number) {
        Map<Traded, Integer> done = new EnumMap<>(Traded.class);
        List<Instrument> tradable = played.tradable();
        if (tradable.isEmpty()) {
            return done;
        }
        roster.fund();
        List<Quote> quotes = tape.quotes(tradable);
        for (Persona persona : roster.personas()) {
            Random random = new Random(persona.seed() * 31 + number);
            Traded traded = persona.strategy()
                    .choose(glance(quotes, random), random)
                    .map(view -> desk.act(persona, view, rules.maxOpenPositions(), random))
                    .orElse(Traded.NOTHING);
            done.merge(traded, 1, Integer::sum);
        }
        return done;
    }

    private static List<Quote> glance(List<Quote> quotes, Random random) {
        List<Quote> shuffled = new ArrayList<>(quotes);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(ATTENTION, shuffled.size()));
    }

    /** What bots trade in. */
    @FunctionalInterface
    public interface PlayedInstruments {
        List<Instrument> tradable();

        /** The instruments of matches in play. */
        static PlayedInstruments ofLiveMatches(Fixtures fixtures, Instruments instruments) {
            return () -> fixtures.in(List.of(MatchPhase.LIVE)).stream()
                    .map(Fixture::id)
                    .flatMap(id -> instruments.inFixture(id).stream())
                    .filter(instrument -> !instrument.frozen() && !instrument.delisted())
                    .toList();
        }

        /** Everything, where no feed says what is being played. */
        static PlayedInstruments all(Instruments instruments) {
            return () -> instruments.all().stream()
                    .filter(instrument -> !instrument.frozen() && !instrument.delisted())
                    .toList();
        }
    }
}
