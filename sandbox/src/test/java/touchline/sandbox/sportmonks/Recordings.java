package touchline.sandbox.sportmonks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The match that the project ships, and the real ones where they lie beside the repository. */
final class Recordings {
    private Recordings() {}

    static List<Recording> all() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        recordings.add(Recording.shipped());
        // Tests run in the module's directory; the recordings lie beside the repository's.
        Path beside = Path.of("../../shared/matches").toAbsolutePath().normalize();
        if (Files.isDirectory(beside)) {
            try (Stream<Path> files = Files.list(beside)) {
                files.filter(file -> file.toString().endsWith(".json"))
                        .sorted()
                        .map(Recording::read)
                        .forEach(recordings::add);
            }
        }
        return recordings;
    }

    static Recording withId(Recording recording, long id) {
        Recording.RecordedFixture fixture = recording.fixture();
        return new Recording(
                new Recording.RecordedFixture(
                        id,
                        fixture.leagueId(),
                        fixture.seasonId(),
                        fixture.name(),
                        fixture.startsAt(),
                        fixture.home(),
                        fixture.away()),
                recording.squads(),
                recording.timeline(),
                recording.result());
    }
}
