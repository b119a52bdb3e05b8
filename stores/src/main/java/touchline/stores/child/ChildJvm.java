package touchline.stores.child;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        // An archive of classes holds those of the jars at the beginning of the class path.
        List<String> path = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        Predicate<String> isJar = element -> element.endsWith(".jar");
        List<String> jars = path.stream().filter(isJar).toList();
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(FLAGS);
        if (Files.isDirectory(TARGET)) { // of a build
            command.addAll(new ClassArchive(TARGET.resolve("child-classes"), jars).flags());
        }
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                Stream.concat(jars.stream(), path.stream().filter(isJar.negate()))
                        .toList()));
        command.add(ChildMain.class.getName());
        command.add(main);
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** As {@link #command(String, List)}. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(main.getName(), List.of(arguments));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
