// The state of the market for everyone: open or closed, match data, halts, trading hours, incidents.

import { get, now } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { status } from '../market.js';
import { card, empty, of, screenOf } from '../parts.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';
import { closedWords, dateWords, kickOffWords, secondsWords } from '../words.js';

const HALTED = { BUYING: 'No purchases and longs', CLOSE_ONLY: 'Only closing and selling', EVERYTHING: 'No trading' };
const SCOPES = { market: 'The whole market', fixture: 'A match', team: 'A team', instrument: 'A player' };
const HOURS = { BEFORE_MATCH: 'open', IN_PLAY: 'in play', CLOSED: 'closed, being settled', SETTLED: 'settled, open', VOID: 'open' };
const INCIDENTS = {
    MARKET_CLOSED: ['Market closed', 'Data was being restored. No orders were taken.'],
    BOOK_BEHIND: ['Purchases refused', 'The records were behind. Selling and closing went on.'],
    NO_MATCH_DATA: ['A match paused', 'Its data had stopped arriving.'],
};

export function statusScreen() {
    const hours = new Source(() => get('/v1/calendar'), { on: type => type === 'frozen' || type === 'settled', every: 30_000, gap: 2_000 });
    const incidents = new Source(() => get('/v1/status/incidents'), { every: 30_000, gap: 5_000 });
    return {
        title: 'Status',
        here: 'status',
        view: () => screenOf(status, 'Status', value => page(value, hours, incidents)),
        stop: () => {
            hours.stop();
            incidents.stop();
        },
    };
}

function page(value, hours, incidents) {
    const isOpen = value.trading === 'open';
    return html`<h1 class="words-only" tabindex="-1">Status</h1>
        <section class="card market-state ${isOpen ? 'good' : 'bad'}" aria-label="The market"><p class="market-word">${isOpen ? 'The market is open' : 'The market is closed'}</p>
            ${isOpen ? nothing : html`<p>${closedWords(value)}</p>`}</section>
        <div class="columns"><div class="column">
            ${card('Now', html`<div class="rows lines">${facts(value).map(([name, words, tone]) => line(name, words, tone))}</div>`)}
            ${card('Halts', value.halts.length === 0 ? empty('Nothing is halted.') : html`<div class="rows lines">${value.halts.map(halt)}</div>`)}
            ${card('Incidents', of(incidents, all => (all.items.length === 0 ? empty('None so far.') : html`<div class="rows lines">${all.items.map(incident)}</div>`)))}
        </div><div class="column">
            ${card('Trading hours', of(hours, all => (all.items.length === 0 ? empty('No match is planned. Players trade around the clock.') : html`
                <p class="hint">Players trade around the clock. While their match is on, requests wait a few seconds; from the final whistle until the settlement nothing trades.</p>
                <div class="rows lines">${all.items.map(match)}</div>`)))}
        </div></div>`;
}

function facts(value) {
    return [
        ['Match data', value.feedAgeMs === null ? 'No match is live' : value.frozen.length > 0 ? `Missing for ${value.frozen.length === 1 ? 'a match' : `${value.frozen.length} matches`}` : `As of ${secondsWords(value.feedAgeMs)} ago`, value.frozen.length > 0 ? 'bad' : ''],
        ['Records', value.books === 'ok' ? (value.outboxLagMs === null || value.outboxLagMs < 5_000 ? 'Up to date' : `${secondsWords(value.outboxLagMs)} behind`) : value.books === 'incomplete' ? 'Being repaired' : 'Unknown', value.books === 'ok' ? '' : 'bad'],
    ];
}

const line = (name, words, tone) => html`<div class="row line-row"><span class="row-main"><b>${name}</b></span><span class="row-end"><span class=${tone === 'bad' ? 'tag warn' : 'soft'}>${words}</span></span></div>`;

function halt(one) {
    const [kind, id] = one.scope.split(':');
    const name = SCOPES[kind] ?? one.scope;
    const place = kind === 'instrument' ? to(`/players/${id}`) : kind === 'fixture' ? to(`/matches/${id}`) : null;
    return html`<div class="row line-row"><span class="row-main"><b>${place === null ? name : html`<a href=${place}>${name}</a>`}</b><span class="soft">${one.reason}</span></span>
        <span class="row-end"><span class="tag warn">${HALTED[one.mode] ?? one.mode}</span><span class="soft">${one.until === null ? 'until further notice' : `until ${dateWords(one.until)}`}</span></span></div>`;
}

function incident(one) {
    const [title, text] = INCIDENTS[one.kind] ?? [one.kind, ''];
    const lasted = Date.parse(one.until ?? new Date(now()).toISOString()) - Date.parse(one.from);
    return html`<div class="row line-row"><span class="row-main"><b>${title}</b><span class="soft">${text}</span></span>
        <span class="row-end"><span>${dateWords(one.from)}</span><span class=${one.until === null ? 'tag warn' : 'soft'}>${one.until === null ? 'lasts' : secondsWords(lasted)}</span></span></div>`;
}

const match = one => html`<a class="row line-row" href=${to(`/matches/${one.fixtureId}`)}><span class="row-main"><b class="clip">${one.name}</b><span class="soft">${kickOffWords(one.inPlayFrom)}</span></span>
    <span class="row-end"><span class=${one.trading === 'CLOSED' ? 'tag warn' : 'soft'}>${HOURS[one.trading] ?? one.trading}</span>${one.settledAt === null ? nothing : html`<span class="soft">${dateWords(one.settledAt)}</span>`}</span></a>`;
