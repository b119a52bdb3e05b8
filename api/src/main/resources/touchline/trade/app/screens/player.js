// A player: the price with the events of the match on it, the ticket, and what the user has in it.

import { account, valueOf } from '../account.js';
import { get, now } from '../api.js';
import { Chart } from '../chart.js';
import { html, nothing } from '../../shared/html.js';
import { icon } from '../icons.js';
import { initials, positionShort, shirt } from '../kits.js';
import { changeOf, fixture, fixtures, player as known, refresh } from '../market.js';
import { coins, number, shown, units } from '../money.js';
import { card, change, notice, price, result, screenOf, tabs } from '../parts.js';
import { PositionEditor, positionRow } from '../positions.js';
import { History } from '../prices.js';
import { restingCard } from '../resting.js';
import { ask, asked, to } from '../../shared/route.js';
import { eventList } from '../scoreboard.js';
import { session } from '../session.js';
import { Source } from '../source.js';
import { Ticket } from '../ticket.js';
import { clockWords, eventWords, minuteWords, stopWords } from '../words.js';

const SPANS = { match: 'Match', hour: '1 h', day: '1 d', week: '1 w', month: '1 m' };
const LENGTHS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 };

export function player(id) {
    const read = new Source(() => refresh(id), { on: (type, data) => type === 'frozen' && data.id === id, every: 60_000, gap: 1_000 });
    const chart = new Chart();
    const history = new History(id);
    const ticket = new Ticket(id);
    let editor = null;
    const match = new Source(async () => {
        await Promise.all([known(id) === null ? refresh(id) : null, fixtures.value === null ? fixtures.read() : null]);
        const played = lastMatch(id);
        return played === null ? null : get(`/v1/fixtures/${encodeURIComponent(played.id)}`);
    }, { on: (type, data) => type === 'match-event' && data.fixtureId === lastMatch(id)?.id, every: value => (value === null ? 3_000 : 30_000), gap: 600 });
    return {
        get title() {
            const one = known(id);
            return one === null ? 'Player' : `${shown(one.price)} ${one.name}`;
        },
        here: 'players',
        view: () => screenOf(read, 'Player', () => {
            const position = account.positions?.value?.find(one => one.id === asked('position') && one.instrumentId === id) ?? null;
            editor = position === null ? null : editor?.id === position.id ? editor : new PositionEditor(position.id);
            return page(known(id), { match: match.value, chart, history, ticket, editor, position });
        }),
        drawn: root => chart.drawn(root),
        stop: () => { read.stop(); match.stop(); chart.stop(); history.stop(); ticket.quote.stop(); },
    };
}

/** The match of a player that is played, or the last one of the team. */
function lastMatch(id) {
    const one = known(id);
    const own = one === null ? null : fixture(one.fixtureId);
    return own ?? (fixtures.value ?? []).filter(each => each.phase !== 'UPCOMING' && one !== null && [each.home, each.away].includes(one.team)).at(-1) ?? null;
}

function page(one, { match, chart, history, ticket, editor, position }) {
    const live = fixture(one.fixtureId);
    const stopped = stopWords(one);
    return html`<div class="player-head">${shirt(one.team, positionShort(one.position))}
            <div class="player-name"><h1 tabindex="-1">${one.name}</h1><p class="soft">${one.position} · ${one.team}</p></div>
            <div class="player-price">${price(one)}<p>${change(changeOf(one))} <span class="soft">24 h</span></p></div></div>
        ${live?.phase === 'LIVE' ? html`<a class="strip" href=${to(`/matches/${live.id}`)}><span class="on-air"><span class="beat" aria-hidden="true"></span>${clockWords(live)}</span><b>${strippedName(live.home)} <span class="num">${live.score.replace('-', ' : ')}</span> ${strippedName(live.away)}</b>${icon('back')}</a>` : nothing}
        ${stopped === null ? nothing : notice('warn', `${stopped.title}.`, stopped.text)}
        <div class="trade-columns">
            ${priceCard(one, { match, chart, history, levels: editor !== null ? editor.levels(position) : ticket.levels(one) })}
            <div class="column side-column">
            ${editor !== null ? editor.view(position) : asked('position') !== '' && account.positions?.value && account.positions.value.every(each => each.id !== asked('position')) ? html`${gone()}${ticket.view(one)}` : ticket.view(one)}
            ${mine(one, position)}
            ${restingCard(one.id)}
            </div>
            ${match === null ? nothing : card('On the pitch', eventList({ ...match, events: (match.events ?? []).filter(each => concerns(each, one)) }), { more: html`<a href=${to(`/matches/${match.id}`)}>The match</a>`, kind: 'pitch-card' })}
        </div>`;
}

/** A team's name, of which a narrow screen shows initials. */
function strippedName(team) {
    return html`<span class="strip-name">${team}</span><span class="strip-short" aria-hidden="true">${initials(team)}</span>`;
}

/** Whether an event belongs to the story of a player's price: the player's own, and those that decide a match. */
function concerns(event, one) {
    return event.playerId === one.id || event.relatedPlayerId === one.id || [14, 15, 16, 20, 21].includes(event.type);
}

function gone() {
    return notice('info', 'This position is closed.', 'Its result is in your history.', html`<a class="button small" href=${to('/portfolio', { tab: 'closed' })}>History</a>`);
}

function priceCard(one, { match, chart, history, levels }) {
    const kickOff = match === null ? null : begin(match);
    const spans = Object.entries(SPANS).filter(([span]) => span !== 'match' || kickOff !== null);
    const span = asked('span') in SPANS && (asked('span') !== 'match' || kickOff !== null) ? asked('span') : kickOff === null ? 'hour' : 'match';
    history.show(span, span === 'match' ? kickOff : null);
    const end = now();
    const from = span === 'match' ? kickOff - (end - kickOff) * 0.03 : end - LENGTHS[span];
    const events = (match?.events ?? []).filter(each => each.at && !each.rescinded && each.minute !== null && concerns(each, one))
        .map(each => ({ at: Date.parse(each.at), type: each.type, words: `${minuteWords(each)} ${eventWords(each)}`, isOwn: each.playerId === one.id || each.relatedPlayerId === one.id }));
    return card('Price', history.points === null ? html`<div class="chart waiting">${history.error === null ? nothing : html`<p class="soft">The chart can’t be read at the moment.</p>`}</div>`
        : chart.view({ points: history.points, start: history.startOf(one.before), from, to: end, price: number(one.price), isSteps: history.isSteps, events, levels, label: `Price of ${one.name}` }), { more: tabs('Time shown', spans, span, choice => ask('span', choice)), kind: 'chart-card' });
}

/** When the first tick of a match can have been: a match that begins late keeps its scheduled kick-off. */
function begin(match) {
    const first = Math.min(...(match.events ?? []).filter(one => one.at).map(one => Date.parse(one.at)));
    const kickOff = Date.parse(match.kickOff);
    return Number.isFinite(first) && first < kickOff ? first - 60_000 : kickOff;
}

function mine(one, edited) {
    if (session.token === null) {
        return nothing;
    }
    const holding = account.holdings?.value?.find(each => each.instrumentId === one.id);
    const open = (account.positions?.value ?? []).filter(each => each.instrumentId === one.id && each.id !== edited?.id);
    return holding === undefined && open.length === 0 ? nothing : card('Yours', html`<div class="rows">
        ${holding === undefined ? nothing : html`<a class="row position-row" href=${to(`/players/${one.id}`, { side: 'sell' })}><span class="way own">Own</span><span class="row-main"><b class="num">${holding.quantity} shares</b><span class="soft num">cost ${shown(holding.cost)} · worth ${coins(valueOf(holding))}</span></span><span class="row-end"><b>${result(valueOf(holding) - units(holding.cost))}</b></span></a>`}
        ${open.map(positionRow)}</div>`);
}
