package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** How the trading page sends requests and follows those that wait. */
@EnabledIf(
        value = "touchline.api.ToolProcess#isNodeThere",
        disabledReason = "no Node on this machine: apt-get install nodejs")
class TradeClientTest {
    @TempDir
    private Path folder;

    @Test
    void anAnswerThatWasCutOffIsAskedForAgainUnderTheSameKey() throws Exception {
        assertThat(PageScript.in(folder).run("""
                const { change } = await import('./app/api.js');
                const keys = [];
                const answers = ['{"id": "7", "sta', '{"id": "7"}'];
                globalThis.fetch = async (path, request) => {
                    keys.push(request.headers['Idempotency-Key']);
                    return new Response(answers.shift(), { status: 201 });
                };
                const answer = await change('POST', '/v1/orders', { quantity: 1 });
                console.log(answer.body.id, keys.length, new Set(keys).size);
                """)).isEqualTo("7 2 1\n");
    }

    @Test
    void thePageOfAProxyIsNoAnswer() throws Exception {
        assertThat(PageScript.in(folder).run("""
                const { get, onAnswer } = await import('./app/api.js');
                onAnswer(isAnswered => console.log(isAnswered));
                globalThis.fetch = async () => new Response('<html>Sign in to this network</html>');
                await get('/v1/market').catch(problem => console.log(problem.status, problem.isUnknown));
                """)).isEqualTo("false\n0 true\n");
    }

    @Test
    void aRequestThatWasForgottenEndsNoOther() throws Exception {
        PageScript page = PageScript.in(folder)
                .with("app/account.js", "export const rested = new Set();")
                .with("app/toasts.js", "export const toast = message => console.log(message.title);");
        assertThat(page.run("""
                const { signedIn } = await import('./app/session.js');
                const { forget, queue, waiting } = await import('./app/waiting.js');
                const access = { accessToken: 't', user: {}, expiresAt: '2999-01-01T00:00:00Z' };
                const asked = [];
                globalThis.fetch = path => new Promise(answer => asked.push(answer));
                signedIn(access);
                queue({ id: '1', kind: 'order', instrumentId: '5', label: 'Buy' }, '2000-01-01T00:00:00Z');
                await new Promise(done => setTimeout(done, 400));
                forget();
                queue({ id: '2', kind: 'order', instrumentId: '5', label: 'Sell' }, '2999-01-01T00:00:00Z');
                asked[0](new Response('{"type": "not-found"}', { status: 404 }));
                await new Promise(done => setTimeout(done, 20));
                console.log(waiting.map(one => one.id).join());
                process.exit(0);
                """)).isEqualTo("2\n");
    }

    /** Neither the price nor the quantity changes meanwhile. */
    @Test
    void aQuoteThatCouldNotBeReadIsAskedForAgainUntilTheTicketIsLeft() throws Exception {
        assertThat(PageScript.in(folder).run("""
                globalThis.setTimeout = (setTimeout => (step, millis) => setTimeout(step, millis / 20))(setTimeout);
                const { TicketQuote } = await import('./app/ticket-quote.js');
                const refused = [503, 429, 409, 0];
                let asked = 0;
                globalThis.fetch = async () => {
                    asked++;
                    const status = refused.shift();
                    if (status === 0) {
                        throw new TypeError('fetch failed');
                    }
                    return status ? new Response('{"type": "unavailable"}', { status, headers: { 'Retry-After': 'soon' } }) : new Response('{"amount": "1000"}');
                };
                const until = async holds => { for (let n = 0; n < 5_000 && !holds(); n++) { await new Promise(done => setTimeout(done, 40)); } };
                const quote = new TicketQuote('5');
                quote.keep('buy', 10n, '100');
                await until(() => quote.value !== null);
                console.log(asked, quote.of('buy', 10n)?.amount, quote.of('buy', 11n), quote.fault);
                refused.push(503, 503, 503, 503, 503, 503);
                quote.keep('buy', 10n, '101');
                await until(() => quote.fault !== null);
                quote.stop();
                const then = asked;
                await new Promise(done => setTimeout(done, 20_000));
                console.log(asked - then);
                process.exit(0);
                """)).isEqualTo("5 1000 null null\n0\n");
    }
}
