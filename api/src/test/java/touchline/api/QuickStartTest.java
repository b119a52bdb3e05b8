package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.junit.ToolCheck;

/** The commands of {@code docs/clients.md} in a shell, one after the other, and what they print. */
@ExtendWith(StoresExtension.class)
@EnabledIf(value = "hasAShellAndCurl", disabledReason = "no bash or no curl on this machine")
class QuickStartTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = "@@ that was it @@";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```\\n(?:```(json|text)\\n(.*?)^```$)?");

    /** Commands, and what they print; of no kind, where that is not shown. */
    private record Block(String commands, String kind, String printed) {}

    static boolean hasAShellAndCurl() {
        return ToolCheck.shouldRun(Stream.of("bash", "curl")
                .allMatch(program -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)))));
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyCommandPrintsWhatIsShown(TestStores stores, @TempDir Path folder) throws Exception {
        OpsNode node = OpsNode.start(stores, Map.of("RATE_LIMITS", "1"));
        try {
            ExampleWorld.make(stores);
            touchline(folder);
            List<String> wrong = new ArrayList<>();
            Process shell = new ProcessBuilder("bash", "--norc", "--noprofile")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            try (Writer in = shell.outputWriter(StandardCharsets.UTF_8);
                    BufferedReader out =
                            new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
                for (Block block : blocks()) {
                    String commands = block.commands().replace("localhost:8080", "127.0.0.1:" + node.port());
                    in.write(commands + "\necho; echo '" + END + "'\n");
                    in.flush();
                    String printed = upToTheEnd(out);
                    if (!isAsShown(block, printed)) {
                        wrong.add(block.commands() + "printed\n" + printed);
                    }
                }
            } finally {
                shell.destroy();
            }
            assertThat(wrong).isEmpty();
        } finally {
            node.stop();
        }
    }

    /** What stands in for {@code ./touchline}: it knows how to get a token. */
    private static void touchline(Path folder) throws IOException {
        Path script = folder.resolve("touchline");
        Files.writeString(script, "#!/bin/bash\n[ \"$1\" = token ] && echo '" + TestNode.token("alice") + "'\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private static List<Block> blocks() throws IOException {
        Path guide = Path.of("docs/clients.md");
        String text =
                Files.readString(Files.exists(guide) ? guide : Path.of("..").resolve(guide));
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(text);
        while (found.find()) {
            String kind = found.group(2);
            blocks.add(new Block(found.group(1), kind == null ? "" : kind, kind == null ? "" : found.group(3)));
        }
        assertThat(blocks).hasSizeGreaterThan(10);
        return blocks;
    }

    private static String upToTheEnd(BufferedReader out) throws IOException {
        StringBuilder printed = new StringBuilder();
        for (String line = out.readLine(); line != null && !line.equals(END); line = out.readLine()) {
            printed.append(line).append('\n');
        }
        return printed.toString();
    }

    private static boolean isAsShown(Block block, String printed) throws IOException {
        return switch (block.kind()) {
            case "json" -> isLike(JSON.readTree(block.printed()), JSON.readTree(printed));
            case "text" ->
                printed.strip()
                        .matches(Stream.of(block.printed().strip().split("…", -1))
                                .map(Pattern::quote)
                                .reduce((one, other) -> one + "(?s:.*?)" + other)
                                .orElseThrow());
            default -> printed.isBlank();
        };
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
