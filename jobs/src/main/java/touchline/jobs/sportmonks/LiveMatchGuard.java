package touchline.jobs.sportmonks;

import java.util.List;
import java.util.Optional;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.matchfeed.MatchPhase;
import touchline.scheduler.guard.Guard;

/**
 * Objects while a match is live.
 *
 * @param harm what happens to that match meanwhile, as the end of a sentence
 */
public record LiveMatchGuard(FixtureRepository fixtures, String harm) implements Guard {
    @Override
    public Optional<String> objection() {
        List<Fixture> live = fixtures.in(List.of(MatchPhase.LIVE));
        return live.isEmpty()
                ? Optional.empty()
                : Optional.of(live.get(0).name() + " is being played"
                        + (live.size() == 1 ? "" : ", and " + (live.size() - 1) + " more") + ": " + harm);
    }
}
