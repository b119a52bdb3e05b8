// The connection for events, and the state of the connection to the server.

import { below, hear, now, session } from './api.js';
import { draw } from '../shared/draw.js';
import { readEvents } from '../shared/event-stream.js';

const LONGEST_WAIT = 15_000;
/** A request that a proxy or a node holds back sends no error: after this time another is made. */
const LONGEST_OPENING = 15_000;

/**
 * How fresh the page is.
 *
 * state: 'live', 'polling' (the server answers, but sends no events), or 'lost'
 * answeredAt: the last response of the server
 * retryAt: when it is tried again
 */
export const contact = { state: 'polling', answeredAt: Date.now(), retryAt: null };

const listeners = new Set();
/** What aborts the connection; null while there is none. */
let own = null;
let isOpen = false;
let tries = 0;
let timer = null;

/** Calls `listener(type, data)` with each event; type is 'resync' if everything has to be read again. Returns a function that removes the listener. */
export function listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function notify(type, data) {
    listeners.forEach(listener => listener(type, data));
}

function answered() {
    contact.answeredAt = now();
}

function connect() {
    disconnect();
    if (session === null) {
        return;
    }
    if (contact.state === 'live') {
        contact.state = 'polling';
    }
    const mine = new AbortController();
    own = mine;
    timer = setTimeout(again, LONGEST_OPENING);
    read(mine).catch(() => {}).then(() => own === mine && again());
}

function read(mine) {
    return readEvents(below('/v1/ops/events'), {}, mine, {
        answered(answer) {
            if (own === mine && answer.ok) {
                opened();
            }
        },
        received({ type, data }) {
            if (own !== mine) {
                return;
            }
            answered();
            if (data !== null) {
                notify(type, data);
            }
        },
    });
}

function opened() {
    clearTimeout(timer);
    answered();
    isOpen = true;
    tries = 0;
    contact.state = 'live';
    contact.retryAt = null;
    // Events before the connection was open were not sent.
    notify('resync', {});
    draw();
}

function disconnect() {
    clearTimeout(timer);
    const old = own;
    own = null;
    isOpen = false;
    old?.abort();
}

function again() {
    disconnect();
    if (contact.state === 'live') {
        contact.state = 'polling';
    }
    const wait = Math.min(LONGEST_WAIT, 1_000 * 2 ** Math.min(tries, 4)) * (0.75 + Math.random() / 2);
    tries += 1;
    contact.retryAt = now() + wait;
    timer = setTimeout(connect, wait);
    // A call shows whether the server is gone or only its events.
    notify('look', {});
    draw();
}

/** Tries at once. */
export function tryNow() {
    tries = 0;
    connect();
    notify('resync', {});
}

hear(what => {
    if (what === 'session') {
        if (session === null) {
            disconnect();
        } else {
            contact.state = 'polling';
            connect();
        }
    } else if (what === 'answer') {
        answered();
        if (contact.state === 'lost') {
            contact.state = 'polling';
            if (!isOpen) {
                tries = 0;
                connect();
            }
        }
    } else if (contact.state !== 'lost') {
        contact.state = 'lost';
        if (own !== null) {
            again();
        }
    }
    draw();
});

addEventListener('online', tryNow);
