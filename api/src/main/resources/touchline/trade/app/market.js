// What everyone sees: the terms, the matches, the players and their prices. Kept fresh by the stream.

import { all, get, now, onOutage, setTime } from './api.js';
import { draw } from '../shared/draw.js';
import { number } from './money.js';
import { Source } from './source.js';
import { listen } from './stream.js';

const LONGEST_SERIES = 240;
const AT_ONCE = 4;
const GATHERED = 30;
const MOST_IDS = 200;
const WEEK = 7 * 24 * 60 * 60_000;

/** Players by id, as in `GET /v1/instruments/{id}`, with the number of their last price as `seq`. */
export const players = new Map();

/** Recent prices by player, [{at, price}], for small charts. */
const series = new Map();

/** The ids of players whose price has changed, with the time and the direction of the change. */
export const moves = new Map();

const strangers = new Set();
const queue = [];
const asked = new Set();
let busy = 0;

let minuteAt = 0;
let minutes = '';
let pace = 15_000;

export const terms = new Source(async () => {
    const value = await get('/v1/market');
    setTime(Date.parse(value.serverTime));
    return value;
}, { every: 300_000, gap: 20_000 });

export const status = new Source(() => get('/v1/status'), { on: type => type === 'frozen', every: value => (value?.reason === 'store-unavailable' ? 3_000 : 15_000), gap: 2_000 });
onOutage(() => status.want());

/** The matches of the last week and those ahead, by kick-off. The stream has no clock of the match, so they are read about once a minute of it. */
export const fixtures = new Source(async () => {
    const items = (await get('/v1/fixtures', { from: new Date(now() - WEEK).toISOString(), limit: 200 })).items;
    const next = items.filter(one => one.phase === 'LIVE').map(one => `${one.id}:${one.minute}`).join();
    if (next !== minutes) {
        pace = minutes === '' || minuteAt === 0 ? pace : Math.max(1_500, Math.min(15_000, (performance.now() - minuteAt) * 0.7));
        minutes = next;
        minuteAt = performance.now();
    }
    return items;
}, { on: (type, data) => type === 'match-event' || (type === 'frozen' && ['market-over', 'settlement', undefined, null].includes(data.why)), every: value => ((value ?? []).some(one => one.phase === 'LIVE') ? pace : 15_000), gap: 700 });

/** A match by its id, or null. */
export function fixture(id) {
    return (fixtures.value ?? []).find(one => one.id === id) ?? null;
}

/** Keeps players that were read. What the stream has said since they were asked for is newer. */
function meet(items, askedAt) {
    items.forEach(one => {
        const known = players.get(one.id);
        const change = one.change24h === null ? null : Number(one.change24h);
        const before = change === null ? null : number(one.price) / (1 + change / 100);
        const newer = known !== undefined && known.changedAt > askedAt ? { price: known.price, frozen: known.frozen, frozenBecause: known.frozenBecause } : {};
        players.set(one.id, { ...one, ...newer, before, seq: known?.seq ?? 0, changedAt: known?.changedAt ?? 0 });
    });
    draw();
    return items;
}

/** The players of a list, all pages. */
export async function find(query, most = 200) {
    const askedAt = performance.now();
    return meet(await all('/v1/instruments', query, most), askedAt);
}

/** Reads a player again. */
export async function refresh(id) {
    const askedAt = performance.now();
    return meet([await get(`/v1/instruments/${encodeURIComponent(id)}`)], askedAt)[0];
}

/** A player, or null; reads it if it is not known. */
export function player(id) {
    if (id !== null && !players.has(id) && !asked.has(`player ${id}`)) {
        asked.add(`player ${id}`);
        strangers.add(id);
        setTimeout(meetStrangers, GATHERED);
    }
    return players.get(id) ?? null;
}

/** Reads the players that are not known yet, all at once. */
function meetStrangers() {
    const ids = [...strangers].slice(0, MOST_IDS);
    ids.forEach(id => strangers.delete(id));
    if (ids.length > 0) {
        find({ ids: ids.join() }).catch(() => setTimeout(() => ids.forEach(id => asked.delete(`player ${id}`)), 5_000));
    }
}

export function nameOf(id) {
    return player(id)?.name ?? (id === null ? '' : `No. ${id}`);
}

/** The change of a day in percent, by the price of now; null if there was no price a day ago. */
export function changeOf(one) {
    return one === null || one.before === null ? null : (number(one.price) / one.before - 1) * 100;
}

/** Recent prices of a player; reads the earlier ones at the first call. */
export function recent(id) {
    later(`series ${id}`, () => readSeries(id));
    return series.get(id) ?? [];
}

async function readSeries(id) {
    const from = new Date(now() - 95 * 60_000).toISOString();
    const path = `/v1/instruments/${encodeURIComponent(id)}`;
    const candles = (await get(`${path}/candles`, { interval: '1m', from })).items;
    const early = candles.length > 8 ? candles.map(one => ({ at: Date.parse(one.at) + 30_000, price: number(one.close) }))
        : (await get(`${path}/ticks`, { from, limit: 200 })).items.map(one => ({ at: Date.parse(one.at), price: number(one.price) }));
    const later = (series.get(id) ?? []).filter(one => early.length === 0 || one.at > early.at(-1).at);
    series.set(id, [...early, ...later].slice(-LONGEST_SERIES));
    draw();
}

/** Runs a few reads at a time, each once. */
function later(key, read) {
    if (!asked.has(key)) {
        asked.add(key);
        queue.push(() => read().catch(problem => {
            if (problem.status !== 404) {
                setTimeout(() => asked.delete(key), 5_000);
            }
        }));
        work();
    }
}

function work() {
    while (busy < AT_ONCE && queue.length > 0) {
        busy += 1;
        queue.shift()().finally(() => {
            busy -= 1;
            work();
        });
    }
}

listen((type, data) => {
    const one = players.get(data.id);
    if (type === 'price' && one !== undefined && data.seq > one.seq) {
        const isUp = number(data.price) > number(one.price);
        if (data.price !== one.price) {
            moves.set(data.id, { at: performance.now(), isUp });
        }
        players.set(data.id, { ...one, price: data.price, seq: data.seq, changedAt: performance.now() });
        const prices = series.get(data.id);
        if (prices !== undefined) {
            prices.push({ at: Date.parse(data.at), price: number(data.price) });
            if (prices.length > LONGEST_SERIES) {
                prices.splice(0, prices.length - LONGEST_SERIES);
            }
        }
    } else if (type === 'frozen' && one !== undefined) {
        players.set(data.id, { ...one, frozen: data.frozen, frozenBecause: data.frozen ? data.why ?? null : null, changedAt: performance.now() });
    } else if (type === 'resync') {
        asked.forEach(key => key.startsWith('series ') && asked.delete(key));
        reread();
    }
});

/** Reads all known players again, after events were missed. */
function reread() {
    [...players.keys()].filter((_, n) => n < MOST_IDS).forEach(id => strangers.add(id));
    meetStrangers();
}
