package touchline.stores.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseTransparentHugePages",
            "-Xmx384m");

    private ChildJvm() {}

    /** {@code java}, its flags and class path, and what runs the main class with its arguments until this JVM ends. */
    public static List<String> command(String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ChildMain.class.getName());
        command.add(main);
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** As {@link #command(String, List)}. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(main.getName(), List.of(arguments));
    }
}
