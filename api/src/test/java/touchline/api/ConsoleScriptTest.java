package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** How the console sends commands, and what it reads again. */
@EnabledIf(
        value = "touchline.api.ToolProcess#isNodeThere",
        disabledReason = "no Node on this machine: apt-get install nodejs")
class ConsoleScriptTest {
    @TempDir
    private Path folder;

    /** After a refusal the console looks whether another tab has logged in again. That this fails says nothing of the command. */
    @Test
    void aCommandThatIsForbiddenSaysSoAlsoIfTheSessionCanNotBeRead() throws Exception {
        assertThat(PageScript.ofConsole(folder).run("""
                const { change, logIn } = await import('./app/api.js');
                const answers = [new Response('{"user": "ann", "role": "viewer", "csrfToken": "t"}'),
                    new Response('{"type": "forbidden", "title": "Forbidden", "detail": "A viewer changes nothing."}', { status: 403 })];
                globalThis.fetch = async () => {
                    if (answers.length === 0) {
                        throw new TypeError('fetch failed');
                    }
                    return answers.shift();
                };
                await logIn('ann', 'secret');
                await change('POST', '/v1/ops/jobs/a/b/pause', {}).catch(refusal => console.log(refusal.status, refusal.message));
                """)).isEqualTo("403 A viewer changes nothing.\n");
    }

    /** The command is repeated with the new token, and refused once more. */
    @Test
    void aSessionThatEndsBeforeTheCommandIsRepeatedIsOver() throws Exception {
        assertThat(PageScript.ofConsole(folder).run("""
                const api = await import('./app/api.js');
                const session = token => new Response(`{"user": "ann", "role": "admin", "csrfToken": "${token}"}`);
                const answers = [session('old'), new Response('{"type": "forbidden"}', { status: 403 }), session('new'), new Response('{"type": "unauthorized"}', { status: 401 })];
                globalThis.fetch = async () => answers.shift();
                await api.logIn('ann', 'secret');
                await api.change('POST', '/v1/ops/jobs/a/b/pause', {}).catch(refusal => console.log(refusal.status, api.session));
                """)).isEqualTo("401 null\n");
    }

    @Test
    void aHaltSaysWhatItStops() throws Exception {
        assertThat(PageScript.ofConsole(folder).run("""
                globalThis.location = { pathname: '/console', search: '' };
                document.getElementById = () => ({ addEventListener: () => {} });
                const { haltWords } = await import('./app/halt-commands.js');
                ['BUYING', 'CLOSE_ONLY', 'EVERYTHING'].forEach(mode => console.log(haltWords({ mode, scope: 'market:' })));
                process.exit(0);
                """))
                .isEqualTo(
                        "Buying is halted: the whole market\nBuying and opening are halted: the whole market\nTrading is halted: the whole market\n");
    }

    private static final String TIMELINE = """
            globalThis.location = { pathname: '/console/timeline', search: '?span=10&to=2026-11-24T10:00:00Z' };
            globalThis.history = { replaceState: (state, title, address) => { location.search = address.includes('?') ? address.slice(address.indexOf('?')) : ''; } };
            globalThis.removeEventListener = () => {};
            let ahead = 0;
            globalThis.performance = { now: () => Date.now() + ahead };
            const asked = [];
            const empty = '{"items": [], "nodes": [], "nextCursor": null}';
            const until = async holds => { while (!holds()) { await new Promise(done => setTimeout(done, 10)); } };
            const { timeline } = await import('./app/screens/timeline.js');
            """;

    /** What was read in part, or not at all, is read again without a press, also where no event concerns it. */
    @Test
    void aTimelineOfThePastRecoversByItself() throws Exception {
        assertThat(PageScript.ofConsole(folder).run(TIMELINE + """
                let isAway = true;
                globalThis.fetch = async path => {
                    asked.push(path);
                    if (isAway) {
                        throw new TypeError('fetch failed');
                    }
                    return new Response(empty);
                };
                const screen = timeline();
                await until(() => asked.length === 1);
                await settled();
                isAway = false;
                ahead = 10_000;
                await until(() => asked.some(path => path.includes('/audit')));
                await settled();
                const read = asked.length;
                ahead = 60_000;
                await new Promise(done => setTimeout(done, 1_500));
                console.log(asked.length - read);
                screen.stop();
                process.exit(0);
                """))
                .as("reads of the past that succeeded")
                .isEqualTo("0\n");
    }

    @Test
    void aTimelineThatIsLeftReadsNoFurtherPages() throws Exception {
        assertThat(PageScript.ofConsole(folder).run(TIMELINE + """
                globalThis.fetch = async path => {
                    asked.push(path);
                    await new Promise(done => setTimeout(done, 5));
                    return new Response('{"items": [], "nextCursor": "4711"}');
                };
                const screen = timeline();
                await until(() => asked.length === 3);
                screen.stop();
                await new Promise(done => setTimeout(done, 300));
                console.log(asked.length <= 4);
                process.exit(0);
                """)).isEqualTo("true\n");
    }

    /** Such a run waited, as everything was paused, and was over when the page looked again. */
    @Test
    void aRunThatWasQueuedIsReadUntilItHasEnded() throws Exception {
        assertThat(PageScript.ofConsole(folder).run(TIMELINE + """
                location.search = '?span=10';
                let outcome = 'QUEUED';
                const run = () => ({ id: '7', job: 'a/b', outcome, scheduledAt: new Date(Date.now() - 60_000).toISOString(), firedAt: outcome === 'QUEUED' ? null : new Date().toISOString(), finishedAt: null });
                globalThis.fetch = async path => {
                    asked.push(path);
                    return new Response(path.includes('/executions/7') ? JSON.stringify(run())
                        : path.includes('/executions?') && (outcome === 'QUEUED') ? JSON.stringify({ items: [run()], nextCursor: null }) : empty);
                };
                const screen = timeline();
                await until(() => asked.some(path => path.includes('/audit')));
                await settled();
                outcome = 'SUCCEEDED';
                asked.length = 0;
                ahead = 10_000;
                await until(() => asked.some(path => path.includes('/audit')));
                console.log(asked.filter(path => path.includes('/executions/7')).length);
                screen.stop();
                process.exit(0);
                """)).isEqualTo("1\n");
    }

    /** The last page may be full: the next one is asked for at once, and is empty as long as the run says nothing. */
    @Test
    void aLogIsFollowedOnceASecondAlsoIfItEndsWithAFullPage() throws Exception {
        assertThat(PageScript.ofConsole(folder).run("""
                globalThis.location = { pathname: '/console/executions/7', search: '' };
                document.getElementById = () => ({ addEventListener: () => {} });
                globalThis.matchMedia = () => ({ matches: false, addEventListener: () => {} });
                const { execution } = await import('./app/screens/execution.js');
                const lines = Array.from({ length: 500 }, (nothing, n) => ({ line: n + 1, at: '2026-11-24T10:00:00Z', level: 'INFO', message: 'on it' }));
                let asked = 0;
                globalThis.fetch = async path => {
                    await settled();
                    return new Response(path.includes('/log') ? JSON.stringify({ items: asked++ === 0 ? lines : [], nextCursor: '500', said: 500 })
                        : '{"id": "7", "outcome": "RUNNING"}');
                };
                const screen = execution('7');
                while (asked < 2) {
                    await settled();
                }
                await new Promise(done => setTimeout(done, 400));
                console.log(asked < 20); // a slow machine may have reached the next second
                screen.stop();
                const then = asked;
                await new Promise(done => setTimeout(done, 1_500));
                console.log(asked - then);
                process.exit(0);
                """)).isEqualTo("true\n0\n");
    }
}
