// The client of /v1: session, reads, changes and refusals.

import { address, content, readAll } from '../shared/http.js';

const PATIENCE = 20_000;

/** The session; null before the log-in. */
export let session = null;

const ROOT = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const ears = new Set();
let serverAhead = 0;

/** What the server refused, or that it didn't answer (status 0). */
export class Refusal extends Error {
    constructor(status, problem = {}, retryAfter = null) {
        super(problem.detail ?? problem.title ?? (status === 0 ? 'The server does not answer.' : `The server answered ${status}.`));
        this.status = status;
        this.type = problem.type ?? '';
        this.reason = problem.reason ?? null;
        this.errors = problem.errors ?? [];
        this.retryAfter = retryAfter;
    }

    /** Whether the server failed or did not answer; otherwise the request has to be corrected. */
    get isOutage() {
        return this.status === 0 || this.status >= 500;
    }
}

/** The address of a path of the node: below the prefix, if a proxy serves it below one. */
export function below(path) {
    return ROOT + path;
}

/** Calls `ear('answer' | 'silence' | 'session')` as the server answers, doesn't, or another is logged in. */
export function hear(ear) {
    ears.add(ear);
}

function notify(what) {
    ears.forEach(ear => ear(what));
}

/** The server's time in milliseconds: a browser whose clock is off would count down to the wrong second. */
export function now() {
    return Date.now() + serverAhead;
}

const ROLES = ['viewer', 'operator', 'admin'];

/** Whether the operator has this role or a higher one. */
export function may(role) {
    return session !== null && ROLES.indexOf(session.role) >= ROLES.indexOf(role);
}

async function send(method, path, body) {
    const headers = { Accept: 'application/json', 'X-Requested-With': 'touchline-console' };
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (method !== 'GET' && session?.csrfToken) {
        headers['X-CSRF-Token'] = session.csrfToken;
    }
    let answer;
    try {
        answer = await fetch(below(path), {
            method,
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: AbortSignal.timeout(PATIENCE),
        });
    } catch {
        notify('silence');
        throw new Refusal(0);
    }
    const date = Date.parse(answer.headers.get('Date') ?? '');
    // The header has whole seconds, so that smaller differences mean nothing.
    serverAhead = Math.abs(date - Date.now()) > 2_500 ? date - Date.now() : 0;
    const { json, isOurs } = await content(answer);
    // A node that says what it lacks, as Postgres, has answered; a proxy that says that there is no node has not.
    const isSilence = answer.ok ? !isOurs : answer.status >= 502 && typeof json?.type !== 'string';
    notify(isSilence ? 'silence' : 'answer');
    if (!answer.ok) {
        throw new Refusal(answer.status, json ?? {}, answer.headers.get('Retry-After'));
    }
    if (!isOurs) {
        throw new Refusal(0, { detail: 'The answer was cut off, or is a page of a proxy.' });
    }
    return json;
}

function expired(refusal) {
    if (refusal.status === 401 && session !== null) {
        session = null;
        notify('session');
    }
    return refusal;
}

/** Reads. */
export async function get(path, query) {
    try {
        return await send('GET', address(path, query));
    } catch (refusal) {
        throw expired(refusal);
    }
}

/** Reads all pages of a list, as far as `most` items. */
export function all(path, query, most = 2_000) {
    return readAll(get, path, query, most);
}

/** Changes something: POST, PUT or DELETE. */
export async function change(method, path, body) {
    try {
        return await send(method, path, body);
    } catch (refusal) {
        // Logging in again in another tab makes a new session, with another token.
        if (refusal.status === 403 && session !== null && (await tokenIsAnother())) {
            try {
                return await send(method, path, body);
            } catch (again) {
                throw expired(again);
            }
        }
        throw expired(refusal);
    }
}

async function tokenIsAnother() {
    const old = session?.csrfToken;
    try {
        await whoAmI();
    } catch {
        return false; // which says nothing of the command: its refusal counts
    }
    if (session === null) {
        notify('session');
    }
    return session !== null && session.csrfToken !== old;
}

/** Reads the session; null before the log-in. */
export async function whoAmI() {
    session = await send('GET', '/v1/ops/session/status');
    return session;
}

/** Tells who is logged in to all who hear. */
export function announce() {
    notify('session');
}

/** Logs in; `more` has the code of the second factor, and a new password that replaces the other. */
export async function logIn(user, password, more) {
    session = await send('POST', '/v1/ops/session', { user, password, ...more });
    notify('session');
}

/** Logs out. */
export async function logOut() {
    await change('DELETE', '/v1/ops/session').catch(() => {});
    session = null;
    notify('session');
}

/** The path of a job below /v1/ops. */
export function jobPath(job, rest = '') {
    return `/v1/ops/jobs/${job.split('/').map(encodeURIComponent).join('/')}${rest}`;
}
