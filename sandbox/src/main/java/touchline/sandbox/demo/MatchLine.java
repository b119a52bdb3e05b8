package touchline.sandbox.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchTeam;

/** One match in one line: minute, score, last event, highest base price, open positions. */
final class MatchLine implements BoardLine {
    private final DemoBooks books;
    private final FixtureId id;
    private final String name;

    MatchLine(DemoBooks books, FixtureId id, String name) {
        this.books = books;
        this.id = id;
        this.name = name;
    }

    @Override
    public String text() {
        Optional<Fixture> found = books.fixtures().find(id);
        if (found.isEmpty()) {
            return "  --    " + name + "  waiting for the feed";
        }
        Fixture fixture = found.get();
        List<Instrument> players = books.instruments().inFixture(id);
        return "  %-5s %s   %s   %s   %d open%s"
                .formatted(
                        when(fixture),
                        score(fixture),
                        lastEvent().map(this::words).orElse("no event yet"),
                        highest(players),
                        open(players),
                        settlement(fixture));
    }

    @Override
    public String signature() {
        return books.fixtures()
                .find(id)
                .map(fixture -> fixture.state() + score(fixture) + fixture.settlement() + lastEvent())
                .orElse("");
    }

    private static String when(Fixture fixture) {
        return fixture.minute() == null ? fixture.state() : fixture.minute() + "'";
    }

    private static String score(Fixture fixture) {
        MatchScore score = fixture.score();
        String penalties = score.homePenalties() == null
                ? ""
                : " (" + score.homePenalties() + "-" + score.awayPenalties() + " pen)";
        MatchTeam home = fixture.home();
        MatchTeam away = fixture.away();
        return (home == null ? "?" : home.name()) + " " + score + penalties + " " + (away == null ? "?" : away.name());
    }

    private static String settlement(Fixture fixture) {
        String step = fixture.settlement();
        return step == null ? "" : step.equals("DONE") ? "   settled" : "   settling: " + step;
    }

    private Optional<MatchEvent> lastEvent() {
        return books.events().of(id).stream()
                .map(MatchEventQuery.RecordedEvent::event)
                .filter(event -> !event.isDerived())
                .reduce((earlier, later) -> later);
    }

    private String words(MatchEvent event) {
        String kind = switch (event.kind()) {
            case GOAL -> "goal";
            case OWN_GOAL -> "own goal";
            case PENALTY -> "penalty";
            case MISSED_PENALTY -> "missed penalty";
            case SUBSTITUTION -> "substitution";
            case YELLOW_CARD -> "yellow card";
            case RED_CARD, SECOND_YELLOW_CARD -> "red card";
            case SHOOT_OUT_MISS -> "shoot-out: missed";
            case SHOOT_OUT_GOAL -> "shoot-out: scored";
            case REVIEW -> "VAR";
            case SAVES -> "saves";
            case RATING -> "rating";
            case MINUTES_PLAYED -> "minutes played";
            case CLEAN_SHEET -> "clean sheet";
            case OTHER -> "event";
        };
        String player = event.playerId() == null
                ? ""
                : " "
                        + books.instruments()
                                .find(InstrumentId.of(event.playerId()))
                                .map(Instrument::name)
                                .orElse("");
        return (event.minute() == null ? "" : event.minute() + "' ")
                + kind
                + player
                + (event.rescinded() ? " (rescinded)" : "");
    }

    private static String highest(List<Instrument> players) {
        Comparator<Instrument> byBase =
                Comparator.comparingLong(one -> one.basePrice().tenThousandths());
        Optional<Instrument> up = players.stream().max(byBase);
        return up.map(one -> "top " + one.name() + " " + one.price() + premium(one))
                .orElse("");
    }

    private static String premium(Instrument one) {
        long bps = one.netFlow() * 10_000 / one.depth();
        return bps == 0 ? "" : String.format(Locale.ROOT, " (+%.2f %% by demand)", bps / 100.0);
    }

    private long open(List<Instrument> players) {
        return players.stream()
                .mapToLong(one -> books.redis().scard(Keys.positionsOfInstrument(one.id())))
                .sum();
    }
}
