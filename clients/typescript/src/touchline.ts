// A client of the Touchline API for one user.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** An answer, or the data of an event. */
export type Fields = { [name: string]: any };

export interface MarketEvent {
    /** A name of docs/stream.md, or `connected` when a connection has begun. */
    event: string;
    data: Fields;
}

/** A request that was refused, with its problem (RFC 9457). */
export class TouchlineProblem extends Error {
    constructor(readonly status: number, readonly body: Fields) {
        super(`${body['type'] ?? 'unknown'}: ${body['detail'] ?? body['title'] ?? status}`);
        this.name = 'TouchlineProblem';
    }

    /** A stable name for programs, such as `price-moved`. */
    get type(): string {
        return String(this.body['type'] ?? '');
    }
}

const ATTEMPTS = 5;
const TIMEOUT_MS = 20_000;
const POLL_MS = 250;
/** A refusal that asks for more patience is thrown. */
const LONGEST_WAIT_S = 60;
/** A proxy answers the last two: it is unknown whether the request took effect. */
const TEMPORARY = [429, 503, 502, 504];
const RECONNECT_MS = 2_000;
/** The market sends a ping every ten seconds: a connection that is silent for longer is dead. */
const LONGEST_SILENCE_MS = 30_000;

/** Resolves after a time, or when the signal aborts. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
        if (signal?.aborted) {
            resolve();
            return;
        }
        const end = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', end);
            resolve();
        };
        const timer = setTimeout(end, ms);
        signal?.addEventListener('abort', end);
    });
}

/** The seconds of a `Retry-After`; `otherwise` if it has none, as a proxy may send a date. */
function retryAfter(answer: Response, otherwise: number): number {
    const sent = answer.headers.get('Retry-After') ?? '';
    return /^\d+$/.test(sent) ? Number(sent) : otherwise;
}

/** Whether no later attempt to follow the stream would be accepted either. The status of a redirect is 0 in browsers. */
function isRefused(status: number): boolean {
    return status < 200 || (status >= 300 && status < 500 && status !== 408 && status !== 429);
}

/** The problem of a refusal; empty if a proxy has refused in its own words. */
function problem(text: string): Fields {
    try {
        return JSON.parse(text) as Fields;
    } catch {
        return {};
    }
}

/** Waits for something of a connection, which is aborted if that takes too long. */
async function within<T>(ms: number, connection: AbortController, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => connection.abort(), ms);
    try {
        return await work;
    } finally {
        clearTimeout(timer);
    }
}

export class Touchline {
    readonly #api: string;
    readonly #token: string;
    readonly #longestSilenceMs: number;

    /**
     * @param token an access token or an API key
     * @param longestSilenceMs after which the stream is connected again
     */
    constructor(api: string, token: string, longestSilenceMs = LONGEST_SILENCE_MS) {
        this.#api = api.replace(/\/$/, '');
        this.#token = token;
        this.#longestSilenceMs = longestSilenceMs;
    }

    get(path: string): Promise<Fields> {
        return this.send('GET', path);
    }

    /**
     * Sends a request. A write has an `Idempotency-Key`, so it takes effect once, however often it is sent. Throws a TouchlineProblem if it
     * is refused, and what `fetch` throws if there is no answer after several attempts: then it is unknown whether it took effect. A refusal
     * that asks to wait for more than a minute is thrown at once. A redirect is a refusal: it is not followed.
     */
    async send(method: string, path: string, body?: Json): Promise<Fields> {
        const headers: Record<string, string> = { Authorization: `Bearer ${this.#token}` };
        if (method !== 'GET') {
            headers['Idempotency-Key'] = crypto.randomUUID();
        }
        const request: RequestInit = { method, headers, redirect: 'manual' }; // a POST would be repeated as a GET
        if (body !== undefined) {
            headers['Content-Type'] = 'application/json';
            request.body = JSON.stringify(body);
        }
        for (let attempt = 1; ; attempt++) {
            let wait = attempt;
            try {
                const answer = await fetch(this.#api + path, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
                const text = await answer.text();
                if (answer.ok) {
                    return (text === '' ? {} : JSON.parse(text)) as Fields;
                }
                wait = retryAfter(answer, wait);
                if (!TEMPORARY.includes(answer.status) || attempt === ATTEMPTS || wait > LONGEST_WAIT_S) {
                    throw new TouchlineProblem(answer.status, problem(text));
                }
            } catch (failure) {
                if (failure instanceof TouchlineProblem || attempt === ATTEMPTS) {
                    throw failure;
                }
            }
            await sleep(wait * 1_000);
        }
    }

    /**
     * Sends an order or an opening, and follows it while it waits out the in-play delay. An order that rests is returned as it is; one that
     * is rejected after it has waited has the state `REJECTED` and a `problem`.
     */
    async place(path: '/v1/orders' | '/v1/positions', body: Json): Promise<Fields> {
        let placed = await this.send('POST', path, body);
        while (placed['state'] === 'PENDING') {
            await sleep(POLL_MS);
            placed = await this.get(`${path}/${placed['id']}`);
        }
        return placed;
    }

    /** Follows the stream until the signal aborts. No ids: all instruments. Throws a TouchlineProblem if the stream is refused. */
    async *listen(instruments: string[], signal: AbortSignal): AsyncGenerator<MarketEvent> {
        const query = instruments.length > 0 ? `?instruments=${instruments.join(',')}` : '';
        let lastId = '';
        while (!signal.aborted) {
            const connection = new AbortController();
            const end = () => connection.abort();
            signal.addEventListener('abort', end);
            try {
                const headers: Record<string, string> = { Accept: 'text/event-stream', Authorization: `Bearer ${this.#token}` };
                if (lastId !== '') {
                    headers['Last-Event-ID'] = lastId;
                }
                const answer = await within(this.#longestSilenceMs, connection,
                    fetch(`${this.#api}/v1/stream${query}`, { headers, redirect: 'manual', signal: connection.signal }));
                if (isRefused(answer.status)) {
                    const problem = await within(this.#longestSilenceMs, connection, answer.json().catch(() => ({})));
                    throw new TouchlineProblem(answer.status, problem as Fields);
                }
                if (answer.ok && answer.body !== null) {
                    yield { event: 'connected', data: {} };
                    for await (const block of blocks(answer.body, read => within(this.#longestSilenceMs, connection, read))) {
                        const event = field(block, 'event');
                        const data = field(block, 'data');
                        if (event !== null && data !== null) {
                            yield { event, data: JSON.parse(data) as Fields };
                        }
                        lastId = field(block, 'id') ?? lastId; // only now: an event that is cut off is sent again
                    }
                }
            } catch (failure) {
                if (failure instanceof TouchlineProblem) {
                    throw failure;
                }
            } finally {
                signal.removeEventListener('abort', end);
                end();
            }
            await sleep(RECONNECT_MS, signal);
        }
    }
}

/** The blocks of Server-Sent Events, without the empty line that ends each. */
async function* blocks(body: ReadableStream<Uint8Array>, timed: <T>(read: Promise<T>) => Promise<T>): AsyncGenerator<string> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let text = '';
    try {
        for (let next = await timed(reader.read()); !next.done; next = await timed(reader.read())) {
            const parts = (text + decoder.decode(next.value, { stream: true })).split('\n\n');
            text = parts.pop() ?? '';
            yield* parts;
        }
    } finally {
        await reader.cancel().catch(() => undefined);
    }
}

function field(block: string, name: string): string | null {
    const line = block.split('\n').find(one => one.startsWith(`${name}: `));
    return line === undefined ? null : line.slice(name.length + 2);
}
