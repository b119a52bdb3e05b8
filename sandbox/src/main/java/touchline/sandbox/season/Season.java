package touchline.sandbox.season;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import touchline.simulator.recording.Recording;

/**
 * A season of 20 teams that meet each other twice. The calendar is dense, a round every three hours, so that it plays through quickly; a simulator must keep it
 * ({@code SimulatorOptions.keepingCalendar}).
 */
public final class Season {
    public static final int ROUNDS = 2 * (SeasonTeams.COUNT - 1);

    private Season() {}

    /**
     * Generates the first rounds. The same seed gives the same season.
     *
     * @param rounds from 1 to {@link #ROUNDS}
     */
    public static List<Recording> generate(long seed, int rounds) {
        SeasonTeams teams = new SeasonTeams(new Random(seed));
        List<Recording> season = new ArrayList<>();
        for (ScheduledMatch match : SeasonCalendar.of(rounds)) {
            season.add(recording(match, teams, new Random(seed * 1_000 + match.number())));
        }
        return season;
    }

    private static Recording recording(ScheduledMatch match, SeasonTeams teams, Random random) {
        Recording.RecordedSquad home = teams.squad(match.home());
        Recording.RecordedSquad away = teams.squad(match.away());
        GeneratedMatch generated = new GeneratedMatch(match, home, away, random);
        generated.play();
        return new Recording(
                new Recording.RecordedFixture(
                        match.fixtureId(),
                        SeasonTeams.LEAGUE,
                        1,
                        home.teamName() + " vs " + away.teamName(),
                        match.kickOff(),
                        teams.team(match.home()),
                        teams.team(match.away())),
                List.of(home, away),
                generated.timeline(),
                generated.result());
    }
}
