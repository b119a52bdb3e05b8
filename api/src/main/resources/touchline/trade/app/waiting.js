// Requests of the user: sent once each, and followed while they wait out the in-play delay.

import { rested } from './account.js';
import { change, freshKey, get, now } from './api.js';
import { draw } from '../shared/draw.js';
import { session } from './session.js';
import { toast } from './toasts.js';
import { closeWords, fillWords, problemWords } from './words.js';

const KEY = 'touchline-waiting';

/** [{id, requestId (of a close), kind: 'order' | 'opening' | 'close', instrumentId, label, since, until}] */
export const waiting = stored();

/** Ids of positions whose close was said. */
const said = new Set();

let timer = null;

function stored() {
    try {
        return JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    } catch {
        return [];
    }
}

function store() {
    try {
        sessionStorage.setItem(KEY, JSON.stringify(waiting));
    } catch {
        // They are followed as long as the page is open.
    }
    draw();
}

/**
 * Sends a request of the user. Says when it is executed or refused.
 *
 * request: {kind, path, body, instrumentId, label}; returns whether the market took it, or throws the problem.
 */
export async function submit(request) {
    const answer = await change('POST', request.path, request.body, freshKey());
    if (answer.status === 202) {
        queue({ ...request, id: answer.body.id, requestId: answer.body.requestId }, answer.body.executeAt);
    } else {
        toast(done(request.kind, answer.body));
    }
    return answer;
}

/** Follows a request that waits: {id, kind, instrumentId, label}; of a close also {requestId}. */
export function queue(request, executeAt) {
    const { id, requestId, kind, instrumentId, label } = request;
    if (!waiting.some(one => one.id === id)) {
        waiting.push({ id, requestId, kind, instrumentId, label, since: now(), until: Date.parse(executeAt) });
        store();
    }
    follow();
}

function done(kind, body) {
    if (kind === 'close' && body.closing?.state === 'CANCELLED') {
        return { title: 'Close cancelled', text: 'The position stays open.', tone: '' };
    }
    if (body.state === 'WORKING' || body.state === 'TRIGGERED') {
        return { title: 'Order waits for its price', text: 'Change or cancel it in your portfolio.', tone: 'good' };
    }
    if (body.state === 'CANCELLED' || body.state === 'EXPIRED') {
        return { title: body.state === 'EXPIRED' ? 'Order expired' : 'Order cancelled', text: '', tone: '' };
    }
    return kind === 'order' ? fillWords(body) : kind === 'close' || body.closedAt ? closeWords(body) : { title: 'Position open', text: `Entered at ${Number(body.entryPrice).toFixed(2)}.`, tone: 'good' };
}

/** Forgets them: they belong to a user who is logged out. */
export function forget() {
    said.clear();
    waiting.splice(0);
    store();
}

/** Whether a position waits to be closed. */
export function isClosing(id) {
    return waiting.some(one => one.kind === 'close' && one.id === id);
}

/** Cancels a request that waits. If it was decided first, its result is said as usual. */
export async function cancel(one) {
    one.isCancelling = true;
    draw();
    try {
        await change('DELETE', `/v1/orders/${encodeURIComponent(one.requestId ?? one.id)}`);
        if (waiting.includes(one)) {
            end(one, { title: `Cancelled: ${one.label}`, text: 'Nothing was traded.', tone: 'good' });
        }
    } catch (problem) {
        one.isCancelling = false;
        if (problem.type !== 'order-decided') {
            toast({ ...problemWords(problem), tone: 'bad' });
        }
        draw();
    }
}

/** Whether what happens to an order or a position is said here: a request waits, or its result was said. */
export function isFollowed(id) {
    return said.has(id) || waiting.some(one => one.id === id);
}

/** Asks about each request that is due, until all are decided. */
export function follow() {
    clearTimeout(timer);
    if (waiting.length > 0 && session.token !== null) {
        timer = setTimeout(look, waiting.some(one => now() >= one.until) ? 250 : 1_000);
    }
}

async function look() {
    for (const one of [...waiting]) {
        try {
            const body = await get(`/v1/${one.kind === 'order' ? 'orders' : 'positions'}/${encodeURIComponent(one.id)}`);
            const state = one.kind === 'close' ? closeState(body) : one.kind === 'opening' ? body.state ?? 'FILLED' : body.state;
            if (state !== 'PENDING' && waiting.includes(one) && !one.isCancelling) { // the answer to its cancelling says what came of it
                if (one.kind === 'close' && state === 'FILLED' && body.closedAt !== null) {
                    said.add(one.id);
                } else if (one.kind !== 'close' && state !== 'WORKING' && state !== 'TRIGGERED') {
                    rested.delete(one.id);
                }
                end(one, state === 'REJECTED' ? refused(one, one.kind === 'close' ? body.closing.problem : body.problem) : done(one.kind, body));
            }
        } catch (problem) {
            if (problem.status === 404) {
                end(one, { title: 'The request is unknown', text: 'See your orders and positions for its result.', tone: 'bad' });
            } else if (problem.status === 401) {
                return;
            }
        }
    }
    draw();
    follow();
}

/** A position that stays open without a close that waits has been closed in part. */
function closeState(position) {
    return position.closedAt !== null ? 'FILLED' : position.closing?.state ?? 'FILLED';
}

function refused(one, problem) {
    const { title, text } = problemWords(problem ?? {});
    return { title: `Not executed: ${one.label}`, text: `${title} ${text}`, tone: 'bad' };
}

function end(one, message) {
    if (!waiting.includes(one)) {
        return;     // forgotten, or decided by another answer
    }
    waiting.splice(waiting.indexOf(one), 1);
    store();
    toast(message);
}
