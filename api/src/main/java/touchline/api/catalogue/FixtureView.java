package touchline.api.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchTeam;

/** A match, to anyone. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Fixture")
record FixtureView(
        String id,
        String name,
        Instant kickOff,
        String state,
        String phase,
        @Nullable String home,
        @Nullable String away,
        String score,
        @Nullable String penalties,
        @Nullable Integer minute,
        @Nullable String settlement,
        @Nullable String frozenBecause,
        @Nullable List<EventView> events) {

    static FixtureView of(Fixture fixture, boolean silent, @Nullable List<MatchEventQuery.RecordedEvent> events) {
        MatchScore score = fixture.score();
        MatchTeam home = fixture.home();
        MatchTeam away = fixture.away();
        return new FixtureView(
                fixture.id().toString(),
                fixture.name(),
                fixture.kickOff(),
                fixture.state(),
                fixture.phase().name(),
                home == null ? null : home.name(),
                away == null ? null : away.name(),
                score.toString(),
                score.homePenalties() == null ? null : score.homePenalties() + "-" + score.awayPenalties(),
                fixture.minute(),
                fixture.settlement(),
                silent ? "feed-silent" : isSettling(fixture) ? "settlement" : null,
                events == null
                        ? null
                        : events.stream()
                                .map(recorded -> EventView.of(
                                        recorded.event(),
                                        recorded.applied(),
                                        recorded.firstAt(),
                                        recorded.corrections()))
                                .toList());
    }

    private static boolean isSettling(Fixture fixture) {
        return fixture.settlement() != null && !fixture.settlement().equals("DONE");
    }
}
