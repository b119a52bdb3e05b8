package touchline.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import touchline.simulator.recording.Recording;

/** The match that the project ships, and the real ones where they lie beside the repository. */
public final class Recordings {
    private Recordings() {}

    public static List<Recording> all() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        recordings.add(Recording.shipped());
        Optional<Path> beside = besideTheRepository();
        if (beside.isPresent()) {
            try (Stream<Path> files = Files.list(beside.get())) {
                files.filter(file -> file.toString().endsWith(".json"))
                        .sorted()
                        .map(Recording::read)
                        .forEach(recordings::add);
            }
        }
        return recordings;
    }

    private static Optional<Path> besideTheRepository() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(directory -> directory.resolve("shared/matches"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    public static Recording withId(Recording recording, long id) {
        return with(recording, id, recording.fixture().startsAt());
    }

    public static Recording startingAt(Recording recording, long startsAt) {
        return with(recording, recording.fixture().id(), startsAt);
    }

    private static Recording with(Recording recording, long id, long startsAt) {
        Recording.RecordedFixture fixture = recording.fixture();
        return new Recording(
                new Recording.RecordedFixture(
                        id,
                        fixture.leagueId(),
                        fixture.seasonId(),
                        fixture.name(),
                        startsAt,
                        fixture.home(),
                        fixture.away()),
                recording.squads(),
                recording.timeline(),
                recording.result());
    }
}
