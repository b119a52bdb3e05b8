package touchline.sandbox.season;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.Recording.RecordedSquad;
import touchline.simulator.recording.Recording.RecordedTeam;

/** Twenty invented teams with twenty players each. */
final class SeasonTeams {
    static final int COUNT = 20;
    static final long LEAGUE = 980;

    private static final long FIRST_TEAM = 980_001;
    private static final List<String> PLACES = List.of(
            "Ashbourne",
            "Brackley",
            "Coldwater",
            "Dunmere",
            "Eastwick",
            "Fairholm",
            "Glenrock",
            "Hartsea",
            "Ivybridge",
            "Kelmscott",
            "Langdale",
            "Marlow",
            "Northam",
            "Oakhurst",
            "Penrose",
            "Quarrington",
            "Redmarsh",
            "Silverdale",
            "Thornbury",
            "Westhaven");
    private static final List<String> KINDS = List.of("United", "City", "Athletic", "Rovers", "Town");
    private static final List<String> GIVEN = List.of(
            "Adam", "Ben", "Carl", "Davi", "Emil", "Finn", "Goran", "Hugo", "Ivan", "Jan", "Kofi", "Luis", "Milo",
            "Noah", "Omar", "Paul", "Rafa", "Sven", "Tomas", "Yusuf");
    private static final List<String> FAMILY = List.of(
            "Aldana", "Brandt", "Castel", "Dorn", "Ekström", "Fabre", "Gallo", "Hartl", "Ibarra", "Jensen", "Kovač",
            "Lindt", "Moreau", "Nwosu", "Okafor", "Pereira", "Quist", "Rossi", "Sato", "Tanner", "Ude", "Vidal",
            "Weber", "Ylönen", "Zeman");

    /** Goalkeepers, defenders, midfielders and attackers, the starting eleven first. */
    private static final List<Integer> POSITIONS =
            List.of(24, 25, 25, 25, 25, 26, 26, 26, 26, 27, 27, 24, 25, 25, 26, 26, 26, 27, 27, 27);

    private final List<RecordedSquad> squads = new ArrayList<>();

    SeasonTeams(Random random) {
        for (int team = 0; team < COUNT; team++) {
            long id = FIRST_TEAM + team;
            String name = PLACES.get(team) + " " + KINDS.get(random.nextInt(KINDS.size()));
            List<RecordedPlayer> players = new ArrayList<>();
            for (int n = 0; n < POSITIONS.size(); n++) {
                players.add(new RecordedPlayer(
                        id * 100 + n + 1,
                        one(GIVEN, random) + " " + one(FAMILY, random),
                        POSITIONS.get(n),
                        n + 1,
                        1990 + random.nextInt(16) + "-01-15"));
            }
            squads.add(new RecordedSquad(id, name, players));
        }
    }

    RecordedSquad squad(int team) {
        return squads.get(team);
    }

    RecordedTeam team(int team) {
        RecordedSquad squad = squads.get(team);
        return new RecordedTeam(
                squad.teamId(),
                squad.teamName(),
                squad.teamName().substring(0, 3).toUpperCase(Locale.ROOT));
    }

    private static String one(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }
}
