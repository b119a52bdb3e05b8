package touchline.feed.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FixtureState;
import touchline.market.fixture.Fixture;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchInfo;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchStatus;

/** The fixtures of the book with their leases, in memory: what the database and Redis keep of them for polls. */
final class SimulatedBook {
    static final Duration SILENT_AFTER = Duration.ofSeconds(10);
    private static final Duration SETTLE_AFTER = Duration.ofMinutes(2);

    private final Map<Long, Fixture> fixtures = new HashMap<>();
    private final Map<Long, Instant> seen = new HashMap<>();
    private final Map<Long, Instant> leases = new HashMap<>();
    private int freezes;

    SimulatedBook(Collection<SimulatedSaturday.Match> calendar, Instant now) {
        calendar.forEach(match -> put(match.id(), match.kickOff(), FixtureState.NS, false, null, null));
        fixtures.keySet().forEach(id -> seen.put(id, now));
    }

    private void put(
            long id,
            Instant kickOff,
            FixtureState state,
            boolean wentLive,
            @Nullable Instant overSince,
            @Nullable String settlement) {
        fixtures.put(
                id,
                new Fixture(
                        FixtureId.of(id),
                        new MatchInfo(1, "Match " + id, kickOff, null, null),
                        new MatchStatus(state.id(), state.name(), phase(state)),
                        wentLive,
                        new MatchScore(null, null, null, null),
                        null,
                        overSince,
                        settlement));
    }

    private static MatchPhase phase(FixtureState state) {
        return state.isLive()
                ? MatchPhase.LIVE
                : state.isFinished() ? MatchPhase.FINISHED : state.isVoid() ? MatchPhase.VOID : MatchPhase.UPCOMING;
    }

    List<Fixture> awaited(Instant now) {
        return fixtures.values().stream()
                .filter(fixture -> fixture.isAwaited(now))
                .toList();
    }

    Optional<Duration> untilNextKickOff(Instant now) {
        return fixtures.values().stream()
                .filter(fixture -> fixture.phase() == MatchPhase.UPCOMING)
                .filter(fixture -> fixture.kickOff().isAfter(now))
                .map(fixture -> Duration.between(now, fixture.kickOff()))
                .min(Duration::compareTo);
    }

    Fixture fixture(long id) {
        return Objects.requireNonNull(fixtures.get(id), "no fixture has this id");
    }

    void take(FeedFixture fixture, Instant asked, Duration validity) {
        Fixture old = fixture(fixture.id());
        FixtureState state = fixture.state().orElseThrow();
        boolean goesOn = old.status().stateId() == state.id()
                && !seen.getOrDefault(fixture.id(), Instant.EPOCH)
                        .plus(validity)
                        .isBefore(asked);
        Instant overSince = !phase(state).isOver() ? null : goesOn && old.overSince() != null ? old.overSince() : asked;
        boolean settled = overSince != null && !overSince.plus(SETTLE_AFTER).isAfter(asked);
        seen.put(fixture.id(), asked);
        put(
                fixture.id(),
                old.kickOff(),
                state,
                old.wentLive() || state.isLive(),
                overSince,
                settled ? "DONE" : old.settlement());
        keep(fixture.id(), asked, validity);
    }

    void keep(long id, Instant asked, Duration validity) {
        expireLeases(asked);
        leases.put(id, asked.plus(validity));
    }

    /** What the feed watch does: begins the lease of a match whose kick-off has come, and freezes those whose lease has expired. */
    void expireLeases(Instant now) {
        for (Fixture fixture : fixtures.values()) {
            long id = fixture.id().value();
            boolean isFollowed = fixture.isAwaited(now) && !fixture.phase().isOver();
            if (!isFollowed) {
                leases.remove(id);
                continue;
            }
            Instant until = leases.computeIfAbsent(id, first -> now.plus(SILENT_AFTER));
            if (until.isBefore(now)) {
                freezes++;
                leases.put(id, now.plus(SILENT_AFTER));
            }
        }
    }

    int freezes() {
        return freezes;
    }
}
