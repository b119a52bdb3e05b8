package touchline.sandbox.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** Turns saved answers of Sportmonks into a recording. */
public final class ConvertCommand {
    private final Path answers;
    private final OptionalLong fixture;
    private final @Nullable Path output;

    private ConvertCommand(Path answers, OptionalLong fixture, @Nullable Path output) {
        this.answers = answers;
        this.fixture = fixture;
        this.output = output;
    }

    /**
     * Reads the command line.
     *
     * @throws ArgumentParserException if it is invalid
     */
    public static ConvertCommand parse(String[] args) throws ArgumentParserException {
        ArgumentParser parser = ArgumentParsers.newFor("touchline").build();
        Subparser convert = parser.addSubparsers()
                .addParser("convert")
                .description("Turns saved answers of Sportmonks into a recording for 'demo --match'.");
        convert.addArgument("answers")
                .metavar("PATH")
                .help("a saved answer, or a directory with the answers of a poll, each named after its UTC time");
        convert.addArgument("--fixture")
                .type(Long.class)
                .metavar("ID")
                .help("which fixture, if the answers have several");
        convert.addArgument("--output").metavar("FILE").help("where to write the recording; default: standard output");
        Namespace given = parser.parseArgs(args);
        Long fixture = given.getLong("fixture");
        String output = given.getString("output");
        return new ConvertCommand(
                Path.of(given.getString("answers")),
                fixture == null ? OptionalLong.empty() : OptionalLong.of(fixture),
                output == null ? null : Path.of(output));
    }

    /**
     * Writes the recording.
     *
     * @throws IllegalArgumentException if the answers can't be used
     */
    public int run(PrintStream out, PrintStream err) throws IOException {
        if (Files.notExists(answers)) {
            throw new IllegalArgumentException("there is no file or directory " + answers);
        }
        List<SavedFixture> series = new SavedAnswers(fixture).read(answers);
        RecordingBuilder builder = new RecordingBuilder(series);
        ObjectNode recording = builder.build();
        if (!builder.isComplete()) {
            SavedFixture last = series.get(series.size() - 1);
            err.println("touchline convert: the last answer shows the match in state " + last.stateName()
                    + ", so the recording has no result and is never settled");
        }
        String json = recording.toPrettyString() + "\n";
        Path file = output;
        if (file == null) {
            out.print(json);
        } else {
            Files.writeString(file, json);
        }
        return 0;
    }
}
