package touchline.stores.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each schema has data of its own, so data of schemas that no build uses any more have to go. */
final class MigratedDataTest {
    @Test
    void dataThatWereNotUsedForTwoWeeksAreDeleted(@TempDir Path home) throws IOException {
        Instant now = Instant.now();
        Path old = data(home, "migrated-0123", now.minus(Duration.ofDays(15)));
        Path recent = data(home, "migrated-4567", now.minus(Duration.ofDays(13)));
        Path other = data(home, "child-classes", now.minus(Duration.ofDays(15)));

        MigratedData.deleteUnused(home, now);

        assertThat(old).doesNotExist();
        assertThat(recent.resolve("data/PG_VERSION")).exists();
        assertThat(other).exists();
    }

    private static Path data(Path home, String name, Instant used) throws IOException {
        Path data = home.resolve(name);
        Files.writeString(Files.createDirectories(data.resolve("data")).resolve("PG_VERSION"), "18\n");
        Files.setLastModifiedTime(data, FileTime.from(used));
        return data;
    }
}
