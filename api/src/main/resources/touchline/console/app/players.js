// Which matches there are, and who is who on the pitch: a match knows its players by number, and after it they are on no list of it any more.

import { get, now } from './api.js';

const PAGE = 200; // as many as one request may name
const WEEK = 7 * 24 * 60 * 60_000;

const names = new Map();

/** Those of a week, and what is ahead: a season's worth would be much, and hide the latest. */
export function matchesOfAWeek() {
    return get('/v1/fixtures', { from: new Date(now() - WEEK).toISOString() });
}

/** Keeps the names of these instruments. */
export function meet(instruments) {
    instruments.forEach(one => names.set(one.id, one.name));
    return instruments;
}

/** Reads the players that are not known yet; returns the match. */
export async function meetAll(match) {
    const ids = [...(match.events ?? [])].reverse().flatMap(event => [event.playerId, event.relatedPlayerId]);
    await meetIds(ids);
    return match;
}

async function meetIds(ids) {
    const strangers = [...new Set(ids)].filter(id => id && !names.has(id)).slice(0, PAGE);
    if (strangers.length === 0) {
        return;
    }
    // One request for all. Where it fails, the next read asks again: a name that is missing for a moment must not be missing for good.
    const found = await get('/v1/instruments', { ids: strangers.join(','), limit: strangers.length }).then(page => page.items, () => null);
    if (found !== null) {
        meet(found);
        strangers.filter(id => !names.has(id)).forEach(id => names.set(id, `#${id}`));
    }
}

/** Reads the players of records that are not known yet; returns the page. */
export async function meetPlayersOf(page) {
    await meetIds(page.items.map(one => one.instrumentId));
    return page;
}

/** Reads the names of halted players that are not known yet; returns the page of halts. */
export async function meetHalted(page) {
    const ids = page.items.filter(halt => halt.scope.startsWith('instrument:')).map(halt => halt.scope.slice('instrument:'.length)).filter(id => !names.has(id)).slice(0, 12);
    await Promise.all(ids.map(id => get(`/v1/instruments/${encodeURIComponent(id)}`).then(one => names.set(id, one.name), () => {})));
    return page;
}

/** A player's name; `otherwise`, or the id, while it is not known. */
export function nameOf(id, otherwise = `#${id}`) {
    return names.get(id) ?? otherwise;
}
