package touchline.jobs.bots;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import redis.clients.jedis.UnifiedJedis;
import touchline.jobs.bots.BotDesk.Traded;
import touchline.market.Refusal;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.Fixtures;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.matchfeed.MatchPhase;

/** Lets every persona act once a tick on what is being played, or on everything where there is no feed to play it. */
public final class BotEngine {
    /** How many instruments a persona looks at in a tick: nobody watches everything. */
    private static final int ATTENTION = 8;

    /** For how long a persona keeps quiet once it was refused, so that a refusal is never asked for again and again. */
    private static final long SULKS_MILLIS = 15_000;

    private final BotRoster roster;
    private final BotRules rules;
    private final BotDesk desk;
    private final PlayedInstruments played;
    private final Tape tape;
    private final Map<Persona, Long> sulking = new ConcurrentHashMap<>();

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
     * One tick. The market being shut, or too far behind in its books, ends it: whoever came next would only hear the same.
     *
     * @param at when it was to be, ms since the epoch; with the seed, and with what the market shows, it decides what every persona does
     */
    BotTick tick(long at) {
        BotTick tick = new BotTick();
        List<Instrument> tradable = played.tradable();
        if (tradable.isEmpty()) {
            tick.idle(played.whyNone());
            return tick;
        }
        Optional<Refusal> shut = roster.fund();
        if (shut.isPresent()) {
            tick.idle("the market is shut: " + shut.get().slug());
            return tick;
        }
        List<BotQuote> quotes = tape.quotes(tradable);
        for (Persona persona : roster.personas()) {
            if (sulking.getOrDefault(persona, Long.MIN_VALUE) > at) {
                continue;
            }
            Random random = new Random(persona.seed() * 31 + at);
            if (!persona.strategy().acts(random)) {
                continue;
            }
            List<BotQuote> seen = glance(quotes, desk.held(persona), random);
            Optional<Strategy.View> view = persona.strategy().choose(seen, random);
            if (view.isEmpty()) {
                continue;
            }
            BotDesk.Result result = desk.act(new BotDesk.Turn(persona, at, rules, random), view.get());
            tick.count(persona, result);
            if (result.traded() == Traded.REFUSED) {
                sulking.put(persona, at + SULKS_MILLIS);
            }
            if (result.why() == Refusal.UNAVAILABLE) {
                break;
            }
        }
        return tick;
    }

    /** Half of what it looks at is what it has, where it has so much. */
    private static List<BotQuote> glance(List<BotQuote> quotes, Set<InstrumentId> held, Random random) {
        List<BotQuote> shuffled = new ArrayList<>(quotes);
        Collections.shuffle(shuffled, random);
        Stream<BotQuote> own = shuffled.stream()
                .filter(quote -> held.contains(quote.instrument().id()))
                .limit(ATTENTION / 2);
        return Stream.concat(own, shuffled.stream()).distinct().limit(ATTENTION).toList();
    }

    /** What bots trade in. */
    public interface PlayedInstruments {
        /** Always in the same order. */
        List<Instrument> tradable();

        /** Why there is nothing, in words. */
        String whyNone();

        /** The instruments of matches in play. */
        static PlayedInstruments ofLiveMatches(Fixtures fixtures, Instruments instruments) {
            return new PlayedInstruments() {
                @Override
                public List<Instrument> tradable() {
                    return fixtures.in(List.of(MatchPhase.LIVE)).stream()
                            .map(Fixture::id)
                            .flatMap(id -> instruments.inFixture(id).stream())
                            .filter(instrument -> !instrument.frozen() && !instrument.delisted())
                            .toList();
                }

                @Override
                public String whyNone() {
                    if (!fixtures.in(List.of(MatchPhase.LIVE)).isEmpty()) {
                        return "everything that is being played is frozen";
                    }
                    return "no match is live"
                            + fixtures.in(List.of(MatchPhase.UPCOMING)).stream()
                                    .findFirst()
                                    .map(next -> "; " + next.name() + " kicks off at " + next.kickOff())
                                    .orElse("");
                }
            };
        }

        /** Everything, where no feed says what is being played. */
        static PlayedInstruments all(Instruments instruments) {
            return new PlayedInstruments() {
                @Override
                public List<Instrument> tradable() {
                    return instruments.all().stream()
                            .filter(instrument -> !instrument.frozen() && !instrument.delisted())
                            .toList();
                }

                @Override
                public String whyNone() {
                    return "nothing is listed, or all of it is frozen";
                }
            };
        }
    }
}
