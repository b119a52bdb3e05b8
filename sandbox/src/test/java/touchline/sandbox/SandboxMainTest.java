package touchline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class SandboxMainTest {
    @Test
    void aConversionHasNoOtherDirectoryToUse() {
        AccessDeniedException denied = new AccessDeniedException("/recordings/final.json");
        FileSystemException full = new FileSystemException("/recordings/final.json", null, "No space left on device");

        assertThat(SandboxMain.sentence("demo", denied)).endsWith("; choose another directory with --data.");
        assertThat(SandboxMain.sentence("demo", full)).endsWith("; choose another directory with --data.");
        assertThat(SandboxMain.sentence("convert", denied))
                .isEqualTo("/recordings/final.json can't be used: access is denied.");
        assertThat(SandboxMain.sentence("convert", new UncheckedIOException(full)))
                .isEqualTo("/recordings/final.json: No space left on device.");
    }
}
