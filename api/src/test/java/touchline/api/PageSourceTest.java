package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the pages keep of the server, run by Node with a page of its own. */
class PageSourceTest {
    private static final Path SHARED = Path.of("../api/src/main/resources/touchline/shared");

    /** The page around a source: reads are answered by hand. */
    private static final String PAGE = """
            globalThis.document = { hidden: false };
            globalThis.requestAnimationFrame = paint => setTimeout(paint, 0);
            const { SharedSource } = await import('./source.js');
            const connection = { contact: { state: 'live' }, listen: () => () => {}, now: Date.now, withoutEvents: 4000, patience: 0 };
            const reads = [];
            const load = () => new Promise((answer, fail) => reads.push({ answer, fail }));
            let query = 'a';
            const source = new SharedSource(connection, load, { query: () => query });
            const settled = () => new Promise(done => setTimeout(done, 0));
            """;

    @Test
    @EnabledIf(
            value = "touchline.api.ToolProcess#isNodeThere",
            disabledReason = "no Node on this machine: apt-get install nodejs")
    void ofTwoReadsThatOverlapTheLaterOneCounts(@TempDir Path folder) throws Exception {
        assertThat(run(folder, """
                query = 'ab';
                source.read();
                reads[1].answer('of ab');
                await settled();
                reads[0].answer('of a');
                await settled();
                console.log(source.value, source.isOfQuery, source.reading);
                source.stop();
                """)).isEqualTo("of ab true false\n");
    }

    @Test
    @EnabledIf(
            value = "touchline.api.ToolProcess#isNodeThere",
            disabledReason = "no Node on this machine: apt-get install nodejs")
    void aReadThatFailsKeepsTheValueAndSaysWhy(@TempDir Path folder) throws Exception {
        assertThat(run(folder, """
                reads[0].answer('first');
                await settled();
                source.read();
                reads[1].fail(new Error('no answer'));
                await settled();
                console.log(source.value, source.error.message, source.isStale);
                source.stop();
                """)).isEqualTo("first no answer false\n");
    }

    private static String run(Path folder, String script) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
        for (String file : new String[] {"source.js", "draw.js"}) {
            Files.copy(SHARED.resolve(file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("test.js"), PAGE + script);
        return ToolProcess.run(folder, "node", "test.js");
    }
}
