package touchline.sandbox.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads one fixture from a saved answer, or from a directory with the answers of a poll. */
final class SavedAnswers {
    private static final List<String> REQUIRED = List.of("participants", "scores", "events", "periods");
    private static final String INCLUDES = "include=participants;scores;events;state;periods;lineups.details";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OptionalLong wanted;

    /** @param wanted the id of the fixture; empty if the answers have only one */
    SavedAnswers(OptionalLong wanted) {
        this.wanted = wanted;
    }

    /**
     * Returns the fixture at each poll, in the order of the polls.
     *
     * @throws IllegalArgumentException if the answers can't be used; the message names the file and the remedy
     */
    List<SavedFixture> read(Path path) throws IOException {
        List<SavedFixture> all = new ArrayList<>();
        for (Path file : files(path)) {
            fixtures(file)
                    .forEach(node -> all.add(
                            new SavedFixture(file.toString(), PollTime.in(String.valueOf(file.getFileName())), node)));
        }
        long id = theOne(path, all);
        List<SavedFixture> series =
                all.stream().filter(fixture -> fixture.id() == id).toList();
        series.forEach(SavedAnswers::requireRelations);
        return series.size() == 1 ? series : ordered(series);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> files = inside.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException(path + " has no .json file");
            }
            return files;
        }
    }

    private static List<ObjectNode> fixtures(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    file + " is not JSON: " + broken.getOriginalMessage() + " (line "
                            + (broken.getLocation() == null
                                    ? 0
                                    : broken.getLocation().getLineNr())
                            + ")",
                    broken);
        }
        JsonNode data = root.has("data") ? root.path("data") : root;
        if (data.isArray()) {
            return data.valueStream()
                    .filter(SavedAnswers::isFixture)
                    .map(ObjectNode.class::cast)
                    .toList();
        }
        if (isFixture(data)) {
            return List.of((ObjectNode) data);
        }
        if (root.path("message").isTextual()) {
            return List.of(); // nothing found: the fixture was not listed at that poll
        }
        throw new IllegalArgumentException(file + " has no fixture: its data is no fixture and no list of fixtures");
    }

    private static boolean isFixture(JsonNode node) {
        return node instanceof ObjectNode && node.path("id").asLong() > 0 && node.has("state_id");
    }

    private long theOne(Path path, List<SavedFixture> all) {
        Set<Long> ids = new TreeSet<>(all.stream().map(SavedFixture::id).toList());
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(path + " has no fixture");
        }
        if (wanted.isPresent()) {
            if (!ids.contains(wanted.getAsLong())) {
                throw new IllegalArgumentException(path + " has no fixture " + wanted.getAsLong() + "; it has " + ids);
            }
            return wanted.getAsLong();
        }
        if (ids.size() > 1) {
            throw new IllegalArgumentException(path + " has several fixtures; choose one with --fixture: " + ids);
        }
        return ids.iterator().next();
    }

    private static void requireRelations(SavedFixture fixture) {
        for (String relation : REQUIRED) {
            if (!fixture.node().has(relation)) {
                throw new IllegalArgumentException(fixture.file() + ": the fixture has no " + relation
                        + "; save answers of a call with " + INCLUDES);
            }
        }
    }

    private static List<SavedFixture> ordered(List<SavedFixture> series) {
        Set<Long> times = new HashSet<>();
        for (SavedFixture fixture : series) {
            if (fixture.polledAt().isEmpty()) {
                throw new IllegalArgumentException(fixture.file()
                        + ": the name has no time; name each file after the UTC time of its poll,"
                        + " such as 2026-11-27T15-02-03Z.json, or after its Unix time");
            }
            if (!times.add(fixture.polledAt().get().toEpochMilli())) {
                throw new IllegalArgumentException(fixture.file() + ": another answer has the same time");
            }
        }
        return series.stream()
                .sorted(Comparator.comparing(fixture -> fixture.polledAt().orElseThrow()))
                .toList();
    }
}
