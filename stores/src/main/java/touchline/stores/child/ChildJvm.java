package touchline.stores.child;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import touchline.stores.memory.TestHome;

/** The command of a test's child JVM: the class path of this JVM, and flags for a short-lived process. The child ends with this JVM. */
public final class ChildJvm {
    /** Flags for a process that lives for seconds, as in the pom: the second compiler and the verifier would cost more than they gain. */
    public static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            "-XX:MetaspaceSize=256m",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseTransparentHugePages",
            "-Xmx384m");

    private static final Path TARGET = Path.of("target");

    private ChildJvm() {}

    /** {@code java}, its flags and class path, and what runs the main class with its arguments until this JVM ends. */
    public static List<String> command(String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(FLAGS);
        if (Files.isDirectory(TARGET)) { // of a build
            command.addAll(archive().flags());
        }
        command.addAll(List.of("-cp", classPath()));
        command.add(ChildMain.class.getName());
        command.add(main);
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** As {@link #command(String, List)}. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(main.getName(), List.of(arguments));
    }

    /** {@code -cp} and the class path of this JVM, and a flag for the archive of its classes if tests have made one. */
    public static List<String> classPathFlags() {
        List<String> flags = new ArrayList<>(archive().flagsOfExisting());
        flags.addAll(List.of("-cp", classPath()));
        return List.copyOf(flags);
    }

    private static ClassArchive archive() {
        return new ClassArchive(
                TARGET.resolve("child-classes"),
                TestHome.directory().resolve("child-classes"),
                elements().filter(ChildJvm::isJar).toList());
    }

    /** An archive of classes holds those of the jars at the beginning of the class path. */
    private static String classPath() {
        return Stream.concat(elements().filter(ChildJvm::isJar), elements().filter(element -> !isJar(element)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> elements() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    }

    private static boolean isJar(String element) {
        return element.endsWith(".jar");
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
