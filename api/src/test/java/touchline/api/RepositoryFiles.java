package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import touchline.stores.junit.ToolCheck;

/** The files of this repository that people write, and the programs that tests run them with. */
final class RepositoryFiles {
    static final Path ROOT =
            Objects.requireNonNull(Path.of(TestNode.configuration()).normalize().getParent());

    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", "node_modules");

    private RepositoryFiles() {}

    /** Files by a condition on the path below the root, in order. */
    static List<Path> matching(Predicate<Path> condition) throws IOException {
        Stream.Builder<Path> found = Stream.builder();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(String.valueOf(directory.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (condition.test(ROOT.relativize(file))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.build().sorted().toList();
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only block of code of a language in a document. */
    static String block(String document, String language) throws IOException {
        Matcher found = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(document)));
        List<String> blocks = found.results().map(block -> block.group(1)).toList();
        assertThat(blocks).as(language + " in " + document).hasSize(1);
        return blocks.get(0);
    }

    /** Whether a test that needs a program runs: where it is on the path, and in CI always. */
    static boolean isOnPath(String program) {
        return ToolCheck.shouldRun(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }
}
