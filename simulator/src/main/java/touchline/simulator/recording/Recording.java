package touchline.simulator.recording;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A match and what the feed shows of it, second by second. */
public record Recording(
        RecordedFixture fixture,
        List<RecordedSquad> squads,
        List<TimelineEntry> timeline,
        @Nullable FinalScore result) {
    public Recording {
        squads = List.copyOf(squads);
        timeline = List.copyOf(timeline);
    }

    /** The fixture; {@code startsAt} is the original kick-off in seconds since 1970, which the simulator moves. */
    public record RecordedFixture(
            long id, long leagueId, long seasonId, String name, long startsAt, RecordedTeam home, RecordedTeam away) {}

    public record RecordedTeam(long id, String name, String shortCode) {}

    public record RecordedSquad(long teamId, String teamName, List<RecordedPlayer> players) {
        public RecordedSquad {
            players = List.copyOf(players);
        }
    }

    public record RecordedPlayer(
            long id,
            String name,
            int positionId,
            @Nullable Integer jerseyNumber,
            @Nullable String dateOfBirth) {}

    /** The result. The goals of a shoot-out are in {@code penalties} only. */
    public record FinalScore(
            String state,
            Score score,
            @Nullable Score halfTime,
            @Nullable Score penalties) {}

    public record Score(int home, int away) {}

    /**
     * Reads a file in the format of {@code docs/recordings.md}.
     *
     * @throws IllegalArgumentException when the file is no recording
     */
    public static Recording read(Path file) {
        return RecordingReader.read(file);
    }

    /** The invented match that the project ships. */
    public static Recording shipped() {
        return RecordingReader.shipped();
    }

    /** Seconds from kick-off to the last thing that changes. */
    public double length() {
        return timeline.stream().mapToDouble(TimelineEntry::at).max().orElse(0);
    }
}
