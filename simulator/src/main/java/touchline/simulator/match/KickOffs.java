package touchline.simulator.match;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers when each recording kicked off, so that a match goes on while no simulator runs. */
public final class KickOffs {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final @Nullable Path file;

    /** @param directory where to remember; null to forget */
    public KickOffs(@Nullable Path directory) {
        this.file = directory == null ? null : directory.resolve("kick-offs.json");
    }

    /**
     * The clocks of fixtures by id. Known ones continue at the new speed.
     *
     * @param kickOffs by fixture, for those that are not known yet
     */
    public Map<Long, MatchClock> clocks(Map<Long, Instant> kickOffs, Instant now, double speed) {
        ObjectNode known = read();
        Map<Long, MatchClock> clocks = new LinkedHashMap<>();
        kickOffs.forEach((fixture, kickOff) -> {
            JsonNode entry = known.path(Long.toString(fixture));
            MatchClock clock = entry.isObject()
                    ? new MatchClock(
                                    Instant.ofEpochMilli(entry.path("kickOff").asLong()),
                                    entry.path("speed").asDouble(speed))
                            .at(speed, now)
                    : new MatchClock(kickOff, speed);
            clocks.put(fixture, clock);
            known.putObject(Long.toString(fixture))
                    .put("kickOff", clock.kickOff().toEpochMilli())
                    .put("speed", speed);
        });
        write(known);
        return clocks;
    }

    private ObjectNode read() {
        try {
            if (file != null
                    && Files.exists(file)
                    && JSON.readTree(Files.readString(file)) instanceof ObjectNode known) {
                return known;
            }
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException(file + " is damaged; delete it to kick off again", damaged);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return JSON.createObjectNode();
    }

    private void write(ObjectNode known) {
        if (file == null) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = Files.writeString(file.resolveSibling("kick-offs.draft"), known.toPrettyString());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
