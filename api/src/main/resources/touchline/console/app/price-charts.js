// The prices of a player, and of all players of a match, as charts.

import { get, now } from './api.js';
import { dayPicker, dayQuery } from './day.js';
import { html, nothing } from '../shared/html.js';
import { from, section } from './parts.js';
import { legend, Plot } from './plot.js';
import { asked, to } from '../shared/route.js';
import { Source } from './source.js';
import { count, eventWords, number } from './words.js';

const TRADES = { BUY: 'bought', SELL: 'sold', OPEN_LONG: 'opened long', OPEN_SHORT: 'opened short', CLOSE: 'closed' };
const LOUD = 8;
const POINTS = 400;

/** A player's price over a day, with trades and match events on it. */
export function playerChart(id) {
    const plot = new Plot('player-chart');
    const source = new Source(read, { query: () => asked('day'), every: 10_000 });

    /** A point stands for a part of the day: the parts are smaller where the price was known only lately. */
    async function read() {
        const path = `/v1/ops/charts/instruments/${encodeURIComponent(id)}`;
        const one = await get(path, { ...dayQuery(), points: POINTS });
        const [start, end, first] = [one.from, one.to, one.points[0]?.at ?? one.from].map(Date.parse);
        return one.before !== null || first - start < (end - start) / 2 ? one
            : get(path, { from: new Date(Math.max(start, first - (end - start) / POINTS)).toISOString(), to: one.to, points: POINTS });
    }

    function chart(one) {
        const points = one.points.map(point => ({ at: Date.parse(point.at), value: Number(point.price) }));
        const start = Date.parse(one.from);
        const end = Date.parse(one.to);
        const first = one.before === null ? points[0]?.value : Number(one.before);
        if (first === undefined) {
            return html`<p class="soft">No price on this day: the player was not listed, or its ticks are no longer kept.</p>`;
        }
        if (one.before !== null) {
            points.unshift({ at: start, value: first });
        }
        points.push({ at: end, value: points.at(-1).value });
        const trades = one.trades.map(trade => ({ at: Date.parse(trade.at), tone: 'trade', words: `${TRADES[trade.kind]} ${number(trade.quantity)} in ${count(trade.trades, 'trade')}` }));
        const events = one.events.map(event => ({ at: Date.parse(event.at), tone: event.rescinded ? 'faint' : 'event',
            words: `${eventWords(event.type)}${event.minute === null ? '' : ` ${event.minute}′`}${event.basisPoints === null ? '' : ` (${event.basisPoints > 0 ? '+' : ''}${(event.basisPoints / 100).toFixed(2)} %)`}${event.rescinded ? ', taken back' : ''}` }));
        return html`${legend([['on', 'price'], ['event', `${count(events.length, 'match event')}`], ['trade', 'trades']])}
            ${plot.view({ label: `Price from ${first.toFixed(2)} to ${points.at(-1).value.toFixed(2)}, with ${count(events.length, 'match event')} and ${count(one.trades.reduce((sum, trade) => sum + trade.trades, 0), 'trade')}`,
                from: start, to: end, lines: [{ name: 'price', tone: 'on', points, isSteps: true }], marks: [...trades, ...events], words: value => value.toFixed(2) })}
            ${events.length === 0 ? nothing : html`<ul class="chart-events">${one.events.slice(-LOUD).reverse().map((event, n) => html`<li><a href=${to(`/market/${event.fixtureId}`)}>${events[events.length - 1 - n].words}</a></li>`)}</ul>`}`;
    }

    return {
        view: () => section('Price', html`${dayPicker(() => source.read())}${from(source, chart)}`),
        drawn: () => plot.drawn(),
        stop: () => {
            plot.stop();
            source.stop();
        },
    };
}

/** The prices of all players of a match, as changes from where each began. */
export function matchChart(id) {
    const plot = new Plot('match-chart', { high: 320 });
    const source = new Source(() => get(`/v1/ops/charts/fixtures/${encodeURIComponent(id)}`, { points: 180 }), { every: 5_000 });

    function chart(one) {
        const start = Date.parse(one.from);
        const begin = Math.max(start, Math.min(...one.players.map(player => Date.parse(player.points[0].at))) - 60_000);
        const end = Math.min(Date.parse(one.to), Math.max(now(), start + 60_000));
        const players = one.players.map(player => {
            const first = Number(player.before ?? player.points[0].price);
            const points = player.points.map(point => ({ at: Date.parse(point.at), value: (Number(point.price) / first - 1) * 100 }));
            // A price stands until the next one: before the first as well, if it is known.
            if (player.before !== null) {
                points.unshift({ at: begin, value: 0 });
            }
            points.push({ at: Math.max(end, points.at(-1).at), value: points.at(-1).value });
            return { id: player.id, name: player.name, points, last: points.at(-1).value };
        }).sort((a, b) => Math.abs(b.last) - Math.abs(a.last));
        if (players.length === 0) {
            return html`<p class="soft">No price has changed in this match.</p>`;
        }
        const signed = value => `${value > 0 ? '+' : ''}${value.toFixed(2)} %`;
        const toneOf = n => (n < 6 ? `line-${n + 1}` : 'quiet');
        const lines = players.map((player, n) => ({ name: player.name, tone: toneOf(n), points: player.points, isSteps: true }));
        return html`${plot.view({ label: `Changes of the prices of ${count(players.length, 'player')}; most moved ${players[0].name}, ${signed(players[0].last)}`, from: start, to: end, lines, words: value => `${value > 0 ? '+' : ''}${value.toFixed(1)} %` })}
            <ol class="chart-movers">${players.slice(0, 12).map((player, n) => html`<li><i class=${toneOf(n)}></i><a class="name" href=${to(`/exposure/${player.id}`)}>${player.name}</a> <span class="num ${player.last < 0 ? 'bad' : ''}">${signed(player.last)}</span></li>`)}</ol>`;
    }

    return {
        view: () => section('Prices together', from(source, chart)),
        drawn: () => plot.drawn(),
        stop: () => {
            plot.stop();
            source.stop();
        },
    };
}
