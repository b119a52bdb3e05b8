package touchline.sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A block of commands in a document, fenced as {@code sh}, and the block that shows what they print, where one follows.
 *
 * @param kind {@code json} or {@code text}; null where no output is shown
 * @param shown with {@code …} for what is different each time
 */
record DocumentedCommand(
        String document, String commands, @Nullable String kind, String shown) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^```sh\\n(.*?)^```\\n(?:\\s*```(json|text)\\n(.*?)^```$)?");
    private static final Pattern FAILURE =
            Pattern.compile("\"status\": ?[45]\\d\\d|command not found|No such file|^curl: |syntax error|Usage:");

    /** An event in the match may stop trading at any moment, and each document says so. */
    private static final Pattern STOPPED =
            Pattern.compile("\\{\"type\": ?\"(instrument-frozen|event-during-delay|market-over)\".*");

    static List<DocumentedCommand> of(Path root, String document) throws IOException {
        List<DocumentedCommand> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(Files.readString(root.resolve(document)));
        while (found.find()) {
            String shown = found.group(3);
            blocks.add(new DocumentedCommand(document, found.group(1), found.group(2), shown == null ? "" : shown));
        }
        return blocks;
    }

    /** Whether it reads a stream for some seconds, in which a busy machine may not get to send any of it. */
    boolean readsForSeconds() {
        return commands.contains("curl -sN -m ");
    }

    /** Whether it printed what is shown; where nothing is shown, whether it printed no failure. */
    boolean isAsShown(String printed) throws IOException {
        if ("json".equals(kind)) {
            JsonNode expected = JSON.readTree(shown);
            try {
                return isLike(expected, JSON.readTree(printed));
            } catch (JsonProcessingException notJson) {
                return false;
            }
        }
        if ("text".equals(kind)) {
            return printed.strip()
                    .matches(Stream.of(shown.strip().split("…", -1))
                            .map(Pattern::quote)
                            .reduce((one, other) -> one + "(?s:.*?)" + other)
                            .orElseThrow());
        }
        return !FAILURE.matcher(STOPPED.matcher(printed).replaceAll("")).find();
    }

    private static boolean isLike(JsonNode shown, JsonNode printed) {
        if (shown.isTextual() && shown.textValue().equals("…")) {
            return !printed.isMissingNode();
        }
        if (shown.isContainerNode()) {
            if (shown.getNodeType() != printed.getNodeType() || shown.size() != printed.size()) {
                return false;
            }
            if (shown.isArray()) {
                Iterator<JsonNode> those = printed.iterator();
                return shown.valueStream().allMatch(one -> isLike(one, those.next()));
            }
            return shown.properties().stream().allMatch(one -> isLike(one.getValue(), printed.path(one.getKey())));
        }
        return shown.equals(printed);
    }
}
