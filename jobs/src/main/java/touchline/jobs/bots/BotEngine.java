package touchline.jobs.bots;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.jobs.bots.BotDesk.Traded;
import touchline.market.Refusal;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.script.UnreadableKeyException;
import touchline.market.unreadable.UnreadableRecordException;

/** Lets every persona act once per tick on instruments of live matches, or on all instruments if there is no feed. */
public final class BotEngine {
    /** How many instruments a persona looks at in a tick. */
    private static final int ATTENTION = 8;

    /** How long a persona pauses after a refusal, so that it does not repeat the refused request. */
    private static final long SULKS_MILLIS = 15_000;

    /** Longer than any job waits: the time of the next change isn't known. */
    private static final Duration NOTHING_LISTED = Duration.ofDays(1);

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

    /** Creates an engine that reads prices from Redis. */
    public static BotEngine on(
            UnifiedJedis redis, BotRoster roster, BotRules rules, BotDesk desk, PlayedInstruments played, Clock clock) {
        return new BotEngine(roster, rules, desk, played, new Tape(redis, clock));
    }

    /**
     * Runs one tick. It ends early if the market is shut or its book is too far behind, because all further requests would be refused. A persona with a record that
     * can't be read is left out.
     *
     * @param at the scheduled time, ms since the epoch; the seed, this time and the market determine what every persona does
     */
    BotTick tick(long at) {
        BotTick tick = new BotTick();
        List<Instrument> tradable = played.tradable();
        if (tradable.isEmpty()) {
            tick.idle(played.whyNone(), played.quietFor());
            return tick;
        }
        Optional<Refusal> shut = roster.fund();
        if (shut.isPresent()) {
            tick.idle("the market is shut: " + shut.get().slug(), Duration.ZERO);
            return tick;
        }
        List<BotQuote> quotes = tape.quotes(tradable);
        for (Persona persona : roster.personas()) {
            if (sulking.getOrDefault(persona, Long.MIN_VALUE) > at) {
                continue;
            }
            try {
                if (act(persona, quotes, at, tick) == Refusal.UNAVAILABLE) {
                    break;
                }
            } catch (UnreadableRecordException | UnreadableKeyException named) {
                tick.leaveOut();
                sulking.put(persona, at + SULKS_MILLIS);
            }
        }
        return tick;
    }

    /** Returns why it was refused; null if it was not, or wants nothing. */
    private @Nullable Refusal act(Persona persona, List<BotQuote> quotes, long at, BotTick tick) {
        Random random = new Random(persona.seed() * 31 + at);
        if (!persona.strategy().acts(random)) {
            return null;
        }
        List<BotQuote> seen = glance(quotes, desk.held(persona), random);
        Optional<Strategy.View> view = persona.strategy().choose(seen, random);
        if (view.isEmpty()) {
            return null;
        }
        BotDesk.Result result = desk.act(new BotDesk.Turn(persona, at, rules, random), view.get());
        tick.count(persona, result);
        if (result.traded() == Traded.REFUSED) {
            sulking.put(persona, at + SULKS_MILLIS);
        }
        return result.why();
    }

    /** Up to half of these are instruments that the persona holds. */
    private static List<BotQuote> glance(List<BotQuote> quotes, Set<InstrumentId> held, Random random) {
        List<BotQuote> shuffled = new ArrayList<>(quotes);
        Collections.shuffle(shuffled, random);
        Stream<BotQuote> own = shuffled.stream()
                .filter(quote -> held.contains(quote.instrument().id()))
                .limit(ATTENTION / 2);
        return Stream.concat(own, shuffled.stream()).distinct().limit(ATTENTION).toList();
    }

    /** The instruments that bots trade. */
    public interface PlayedInstruments {
        /** Returns the instruments, always in the same order. */
        List<Instrument> tradable();

        /** Returns why there is none, in words. */
        String whyNone();

        /** Returns how long there will be none; zero if that may change at any time. */
        Duration quietFor();

        /** The instruments of live matches. */
        static PlayedInstruments ofLiveMatches(FixtureRepository fixtures, Instruments instruments) {
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

                @Override
                public Duration quietFor() {
                    return fixtures.quietFor().orElse(NOTHING_LISTED);
                }
            };
        }

        /** All instruments, for a product without a feed. */
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

                @Override
                public Duration quietFor() {
                    return NOTHING_LISTED;
                }
            };
        }
    }
}
