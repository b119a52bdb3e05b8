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

/** All recordings: the one that the project ships, and those in {@code shared/matches} beside the repository. */
public final class Recordings {
    private Recordings() {}

    /** Returns the shipped recording and those beside the repository, if there are any. */
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

    /** Returns the recording with another id of its fixture. */
    public static Recording withId(Recording recording, long id) {
        return with(recording, id, recording.fixture().startsAt());
    }

    /** Returns the recording with another original kick-off, in seconds since 1970. */
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
