// Who is who on the pitch: a match knows its players by number, and after it they are on no list of it any more.

import { get } from './api.js';

const names = new Map();

/** Keeps the names of these instruments. */
export function meet(instruments) {
    instruments.forEach(one => names.set(one.id, one.name));
    return instruments;
}

/** Asks for those whom nobody has met, some at a time; gives the match. */
export async function meetAll(match, most = 12) {
    const ids = [...(match.events ?? [])].reverse().flatMap(event => [event.playerId, event.relatedPlayerId]);
    const strangers = [...new Set(ids)].filter(id => id !== null && !names.has(id)).slice(0, most);
    await Promise.all(strangers.map(id => get(`/v1/instruments/${encodeURIComponent(id)}`).then(one => names.set(id, one.name), () => names.set(id, `#${id}`))));
    return match;
}

/** A player's name, or his number. */
export function nameOf(id) {
    return names.get(id) ?? `#${id}`;
}
