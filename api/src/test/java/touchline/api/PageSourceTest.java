package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the pages keep of the server. */
@EnabledIf(
        value = "touchline.api.ToolProcess#isNodeThere",
        disabledReason = "no Node on this machine: apt-get install nodejs")
class PageSourceTest {
    /** A source whose reads are answered by hand. */
    private static final String SOURCE = """
            const { SharedSource } = await import('./shared/source.js');
            const connection = { contact: { state: 'live' }, listen: () => () => {}, now: Date.now, withoutEvents: 4000, patience: 0 };
            const reads = [];
            const load = () => new Promise((answer, fail) => reads.push({ answer, fail }));
            let query = 'a';
            const source = new SharedSource(connection, load, { query: () => query });
            """;

    @TempDir
    private Path folder;

    @Test
    void ofTwoReadsThatOverlapTheLaterOneCounts() throws Exception {
        assertThat(PageScript.in(folder).run(SOURCE + """
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
    void aReadThatFailsKeepsTheValueAndSaysWhy() throws Exception {
        assertThat(PageScript.in(folder).run(SOURCE + """
                reads[0].answer('first');
                await settled();
                source.read();
                reads[1].fail(new Error('no answer'));
                await settled();
                console.log(source.value, source.error.message, source.isStale);
                source.stop();
                """)).isEqualTo("first no answer false\n");
    }
}
