package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/image-digest.sh}, in a repository of its own and with a stub of Maven. */
@SuppressWarnings("NullAway.Init")
class ImageDigestScriptTest {
    @TempDir
    private Path folder;

    @Test
    void printsTheDigestOfTwoBuildsThatAreEqualAndRefusesOthers() throws Exception {
        Path repository = repository();
        Result equal = run(repository, "echo '{\"layers\":[1,2]}'");
        assertThat(equal.output()).containsPattern("^[0-9a-f]{40} [0-9a-f]{64}\\n$");
        assertThat(equal.exit()).isZero();

        Result differing = run(repository, "echo \"{\\\"built at\\\":\\\"$PWD\\\"}\"");
        assertThat(differing.exit()).isEqualTo(1);
        assertThat(differing.output()).contains("two builds of ", " differ:", "another-path");
    }

    private Path repository() throws Exception {
        Path repository = folder.resolve("repository");
        Files.createDirectories(repository.resolve("deploy"));
        Files.copy(
                RepositoryFiles.ROOT.resolve("deploy/image-digest.sh"), repository.resolve("deploy/image-digest.sh"));
        for (List<String> command : List.of(
                List.of("git", "init", "--quiet"),
                List.of("git", "add", "."),
                List.of("git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "A commit"))) {
            assertThat(execute(new ProcessBuilder(command).directory(repository.toFile()))
                            .exit())
                    .isZero();
        }
        return repository;
    }

    /** With a Maven that writes what a command prints as the configuration of the image. */
    private Result run(Path repository, String contents) throws Exception {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path maven = programs.resolve("mvn");
        Files.writeString(
                maven,
                "#!/bin/sh\nset -e\nmkdir -p api/target && cd api/target\n(cd ../.. && " + contents
                        + ") > config.json\ntar -cf touchline-image.tar config.json\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        ProcessBuilder script = new ProcessBuilder("bash", "deploy/image-digest.sh").directory(repository.toFile());
        script.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        return execute(script);
    }

    private record Result(int exit, String output) {}

    private static Result execute(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
