// The market's events as they happen, and the state of the connection.

import { authorization, below, now, onAnswer } from './api.js';
import { draw } from '../shared/draw.js';
import { readEvents } from '../shared/event-stream.js';
import { onSession, session, signedOut } from './session.js';

const LONGEST_WAIT = 12_000;

/**
 * state: 'connecting', 'live', 'polling' (the server answers, but no events arrive), or 'lost'
 * since: when the connection was lost
 * retryAt: when it is tried again
 */
export const contact = { state: 'connecting', since: null, retryAt: null };

const listeners = new Set();
let lastId = null;
let own = null;
let tries = 0;
let timer = null;

/** Calls `listener(type, data)` with each event; 'resync' means that everything has to be read again. Returns a function that removes the listener. */
export function listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function notify(type, data) {
    listeners.forEach(listener => listener(type, data));
}

/** Connects, now. */
export function connect() {
    clearTimeout(timer);
    own?.abort();
    const mine = new AbortController();
    own = mine;
    read(mine).catch(() => {}).then(() => own === mine && again());
}

function read(mine) {
    const isFirst = lastId === null;
    return readEvents(below('/v1/stream'), { ...authorization(), ...(isFirst ? {} : { 'Last-Event-ID': lastId }) }, mine, {
        answered(answer) {
            if (answer.status === 401 && session.token !== null) {
                signedOut('Your session has ended. Log in again to trade.');
            }
            if (answer.ok) {
                opened();
                if (isFirst) {
                    notify('resync', {});
                }
            }
        },
        received,
        drained: draw,
    });
}

function opened() {
    tries = 0;
    Object.assign(contact, { state: 'live', since: null, retryAt: null });
    draw();
}

function received({ id, type, data }) {
    lastId = id ?? lastId;
    if (data !== null) {
        notify(type, data);
    }
}

function again() {
    if (contact.state === 'live' || contact.state === 'connecting') {
        Object.assign(contact, { state: navigator.onLine ? 'polling' : 'lost', since: now() });
    }
    const wait = Math.min(LONGEST_WAIT, 700 * 2 ** Math.min(tries, 5)) * (0.75 + Math.random() / 2);
    tries += 1;
    contact.retryAt = now() + wait;
    timer = setTimeout(connect, wait);
    notify('look', {});
    draw();
}

/** Tries at once. */
export function tryNow() {
    tries = 0;
    connect();
    notify('look', {});
}

onAnswer(isAnswered => {
    if (!isAnswered && contact.state !== 'lost') {
        Object.assign(contact, { state: 'lost', since: contact.since ?? now() });
        draw();
    } else if (isAnswered && contact.state === 'lost') {
        contact.state = 'polling';
        tries = 0;
        connect();
        draw();
    }
});
onSession(connect);
addEventListener('online', tryNow);
addEventListener('offline', () => {
    Object.assign(contact, { state: 'lost', since: contact.since ?? now() });
    own?.abort();
    draw();
});
