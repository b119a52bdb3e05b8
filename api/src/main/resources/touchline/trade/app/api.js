// The client of /v1: reads, changes and problems.

import { address, content, readAll } from '../shared/http.js';
import { ROOT } from '../shared/route.js';
import { session, signedOut } from './session.js';

const PATIENCE = 15_000;
const BASE = ROOT.replace(/\/[^/]*$/, '');
const listeners = new Set();
const outageListeners = new Set();
let serverAhead = 0;

/** A problem of the API, or that the server didn't answer (status 0). */
export class Problem extends Error {
    constructor(status, facts = {}, retryAfter = null) {
        super(facts.title ?? (status === 0 ? 'No answer from the market.' : `The market answered ${status}.`));
        this.status = status;
        this.facts = facts;
        this.type = facts.type ?? '';
        this.detail = facts.detail ?? '';
        this.errors = facts.errors ?? [];
        this.retryAfter = Number(retryAfter ?? 0);
    }

    /** Whether it is unknown if the request took effect: send it again under the same key. */
    get isUnknown() {
        return this.status === 0 || this.status === 502 || this.status === 504 || (this.status === 503 && this.facts.reason === 'store');
    }
}

/** The address of a path of the node. */
export function below(path) {
    return BASE + path;
}

/** Calls `listener(true | false)` after each request: whether the server answered. */
export function onAnswer(listener) {
    listeners.add(listener);
}

/** Calls `listener()` after each answer that a store of the market is out of reach. */
export function onOutage(listener) {
    outageListeners.add(listener);
}

/** The server's time in milliseconds. */
export function now() {
    return Date.now() + serverAhead;
}

/** Takes the server's time from the terms of trading, which have milliseconds. */
export function setTime(serverTime) {
    serverAhead = serverTime - Date.now();
}

/** Headers that identify the user, if one is logged in. */
export function authorization() {
    return session.token === null ? {} : { Authorization: `Bearer ${session.token}` };
}

async function send(method, path, body, more = {}) {
    const token = session.token;
    let answer;
    try {
        answer = await fetch(below(path), {
            method,
            headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...authorization(), ...more },
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: AbortSignal.timeout(PATIENCE),
        });
    } catch {
        listeners.forEach(listener => listener(false));
        throw new Problem(0);
    }
    const { json, isOurs } = await content(answer);
    listeners.forEach(listener => listener(isOurs));
    if (answer.ok && !isOurs) {
        // Cut off, or the page of a proxy: whether the request took effect is unknown.
        throw new Problem(0);
    }
    if (answer.ok) {
        return { status: answer.status, body: json };
    }
    if (answer.status === 401 && token !== null && token === session.token) {
        signedOut('Your session has ended. Log in again to trade.');
    }
    if (answer.status === 503) {
        outageListeners.forEach(listener => listener());
    }
    throw new Problem(answer.status, json ?? {}, answer.headers.get('Retry-After'));
}

/** Reads. */
export async function get(path, query) {
    return (await send('GET', address(path, query))).body;
}

/** Reads all pages of a list, as far as `most` items. */
export function all(path, query, most = 1_000) {
    return readAll(get, path, query, most);
}

/** A key for one request: repeated under it, the request takes effect once. */
export function freshKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Changes something once: without an answer, it is sent again under the same key. Returns {status, body}. */
export async function change(method, path, body, key = freshKey()) {
    for (let attempt = 1; ; attempt++) {
        try {
            return await send(method, path, body, { 'Idempotency-Key': key });
        } catch (problem) {
            if (!problem.isUnknown || attempt === 4) {
                throw problem;
            }
            await new Promise(done => setTimeout(done, 500 * 2 ** attempt));
        }
    }
}

/** Sends what takes no key. */
export async function post(path, body) {
    return (await send('POST', path, body)).body;
}

/** Deletes. */
export async function drop(path) {
    await send('DELETE', path);
}

/** Logs out at the server; without an answer the token ends by itself. */
export function revoke() {
    return send('DELETE', '/v1/auth/session').catch(() => {});
}
