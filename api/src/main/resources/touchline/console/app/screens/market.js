// The market: matches being played, prices as they move, and what is frozen.

import { all, get, may } from '../api.js';
import { sparkline } from '../charts.js';
import { correct } from '../correction-commands.js';
import { haltTrading } from '../halt-commands.js';
import { html, nothing } from '../../shared/html.js';
import { icon } from '../icons.js';
import { button, choice, empty, facts, figure, from, head, relative, section, tag } from '../parts.js';
import { matchesOfAWeek, meet, meetAll, nameOf } from '../players.js';
import { matchChart } from '../price-charts.js';
import { ask, asked, to } from '../../shared/route.js';
import { Rows } from '../rows.js';
import { Source } from '../source.js';
import { andWho, behind, capital, change, clockOf, eventWords, number, plain, searchable, span, stateWords, whyClosed } from '../words.js';

const KEPT = 40;

/** The command that voids an event, with what tells it from others like it. */
function voidWords(event) {
    const whose = event.playerId ? ` of ${nameOf(event.playerId)}` : '';
    return `Void the ${eventWords(event.type, event.amount)}${whose}${event.minute === null ? '' : ` in minute ${event.minute}`}`;
}

export function market(fixtureId) {
    const history = new Map();
    const instruments = new Source(async () => {
        const list = meet(await all('/v1/instruments', fixtureId ? { fixture: fixtureId } : {}));
        list.forEach(one => history.set(one.id, [...(history.get(one.id) ?? []), Number(one.price)].slice(-KEPT)));
        return list;
    }, { every: 2_000, gap: 2_000 });
    const sources = {
        status: new Source(() => get('/v1/status'), { every: 3_000 }),
        fixtures: new Source(matchesOfAWeek, { on: type => type === 'settlement', every: 3_000 }),
        ...(fixtureId ? { fixture: new Source(async () => meetAll(await get(`/v1/fixtures/${encodeURIComponent(fixtureId)}`)), { on: type => type === 'settlement', every: 2_000 }) } : {}),
        instruments,
    };
    const chart = fixtureId ? matchChart(fixtureId) : null;
    const rows = new Rows('price-rows', { height: 41, narrowHeight: 64 });

    function moved(one) {
        const list = history.get(one.id) ?? [];
        return list.length < 2 ? 0 : list[list.length - 1] - list[0];
    }

    function prices(list) {
        const words = searchable(asked('q'));
        const only = asked('only');
        const shown = list.filter(one => searchable(`${one.name} ${one.team}`).includes(words) && (only !== 'frozen' || one.frozen) && (only !== 'playing' || one.fixtureId !== null));
        const by = { moved: one => -Math.abs(moved(one)), price: one => -Number(one.price), change: one => -Math.abs(Number(one.change24h ?? 0)), name: one => one.name };
        const sort = by[asked('sort', 'change')] ?? by.change;
        shown.sort((a, b) => (sort(a) < sort(b) ? -1 : sort(a) > sort(b) ? 1 : a.name < b.name ? -1 : 1));
        return html`<div class="tools">
                <label class="search"><span class="hidden-words">Search players and teams</span><input type="search" placeholder="Player or team ( / )" .value=${asked('q')} @input=${event => ask('q', event.target.value)}></label>
                ${choice('Show', only, [['', 'all'], ['playing', 'playing'], ['frozen', 'frozen']], value => ask('only', value))}
                ${choice('Order', asked('sort', 'change'), [['change', 'change in 24 h'], ['moved', 'moving now'], ['price', 'price'], ['name', 'name']], value => ask('sort', value))}
                <span class="soft num">${number(shown.length)} of ${number(list.length)}</span>
                ${shown.length === 1 && may('operator') ? button(`Halt ${shown[0].name}`, () => haltTrading(`instrument:${shown[0].id}`, shown[0].name), { kind: 'small' }) : nothing}
            </div>
            ${shown.length === 0 ? list.length > 0 ? empty('No player matches.') : fixtureId ? empty('No players on the pitch.', 'Prices of its players are in the list of the market.') : empty('No players yet.', 'Squads come with the first look at the feed.') : html`<div class="table-box"><table class="prices rows" aria-rowcount=${shown.length}>
                <thead><tr><th>Player</th><th>Team</th><th class="r">Price</th><th><span class="hidden-words">Lately</span></th><th class="r">Base</th><th class="r">24 h</th></tr></thead>
                ${rows.view(shown, 6, one => html`<tr>
                    <td data-is="name" class="clip"><a class="name" href=${to(`/exposure/${one.id}`)}>${one.name}</a>${one.frozen ? html` <span class="tag warn">${icon('frozen')} frozen</span>` : one.halt ? html` <span class="tag warn" title=${one.halt.reason}>${icon('frozen')} halted</span>` : nothing}</td><td data-is="team" class="soft clip">${one.team}</td>
                    <td class="r num" data-is="price">${one.price}</td>
                    <td data-is="spark">${moved(one) === 0 ? nothing : sparkline(history.get(one.id), 'its price since this page was opened')}</td>
                    <td class="r num soft" data-is="base">${one.basePrice}</td>
                    <td class="r num" data-is="change">${one.change24h === null ? html`<span class="faint">–</span>` : change(one.change24h)}</td>
                </tr>`)}</table></div>`}`;
    }

    function fixtures({ items }) {
        const order = { LIVE: 0, UPCOMING: 1, FINISHED: 2, VOID: 3 };
        const shown = [...items].sort((a, b) => order[a.phase] - order[b.phase] || (a.phase === 'UPCOMING' ? 1 : -1) * (Date.parse(a.kickOff) - Date.parse(b.kickOff))).slice(0, 24);
        return shown.length === 0 ? empty('No matches yet.') : html`<ul class="matches">${shown.map(one => html`<li><a href=${to(`/market/${one.id}`)} aria-current=${one.id === fixtureId ? 'true' : nothing}><span class="match-name">${one.name}</span>${one.phase === 'UPCOMING' ? html`<span class="match-when soft">kicks off ${relative(one.kickOff)}</span>` : html`<span class="match-score num">${one.score}</span><span class="match-when">${one.phase === 'LIVE' ? html`<span class="on-air">${clockOf(one)}</span>` : one.settlement === 'DONE' ? 'settled' : one.settlement ? `settling: ${plain(one.settlement)}` : stateWords(one.state)}</span>`}</a></li>`)}</ul>`;
    }

    function match(one) {
        const events = [...(one.events ?? [])].reverse();
        return html`${facts([
            ['Score', html`<b class="num">${one.score}</b>${one.penalties ? html` <span class="soft">penalties ${one.penalties}</span>` : nothing}`],
            ['State', `${capital(plain(one.phase))}${one.minute === null ? '' : `, minute ${one.minute}`} (${stateWords(one.state)})`],
            ['Kick-off', relative(one.kickOff)],
            ['Settlement', one.settlement ? html`<a href=${to(`/settlements/${one.id}`)}>${one.settlement === 'DONE' ? 'settled' : plain(one.settlement)}</a>` : 'not asked for'],
        ])}
        ${events.length === 0 ? html`<p class="soft">Nothing has happened yet.</p>` : html`<ol class="events" tabindex="0" aria-label="What happened">${events.map(event => html`<li class=${event.rescinded ? 'rescinded' : ''}><span class="num">${event.minute === null ? '' : `${event.minute}′`}</span><span>${eventWords(event.type, event.amount)} ${event.playerId ? html`<b>${nameOf(event.playerId)}</b>` : nothing}${event.relatedPlayerId ? html` <span class="soft">${andWho(event.type, nameOf(event.relatedPlayerId))}</span>` : nothing}</span>${event.rescinded ? tag('taken back') : event.applied ? nothing : tag(one.settlement ? 'moves no price' : 'not applied', '', 'warn')}${may('operator') && one.phase === 'LIVE' && event.applied && !event.rescinded ? button('Void', () => correct({ kind: 'VOID_EVENT', fixtureId: one.id, eventId: event.id }, voidWords(event), () => sources.fixture.read()), { kind: 'small', label: voidWords(event) }) : nothing}</li>`)}</ol>`}`;
    }

    return {
        title: 'Market',
        here: 'market',
        view: () => html`${head(fixtureId && sources.fixture.value ? sources.fixture.value.name : 'Market', { before: fixtureId ? html`<p class="crumb"><a href=${to('/market')}>Market</a></p>` : nothing,
            commands: may('operator') ? button('Halt', () => haltTrading(fixtureId ? `fixture:${fixtureId}` : 'market', fixtureId ? 'this match' : 'trading')) : nothing })}
            ${fixtureId ? [section('Match', from(sources.fixture, match)), chart.view()] : html`${from(sources.status, status => html`<div class="figures">
                ${figure(status.trading, 'trading', { loud: status.trading === 'open' ? '' : 'bad' })}${figure(behind(status), 'book behind', { loud: status.outboxLagMs > 5_000 ? 'bad' : '' })}${figure(status.books, 'books', { loud: status.books === 'ok' ? '' : 'bad' })}
                ${status.feedAgeMs === null ? nothing : figure(span(status.feedAgeMs), 'since the feed last reported a live match', { loud: status.frozen.length > 0 ? 'bad' : '' })}
                ${figure(number((instruments.value ?? []).filter(one => one.frozen).length), 'frozen', {})}${figure(number((instruments.value ?? []).filter(one => one.fixtureId !== null).length), 'playing', {})}</div>${status.trading === 'open' ? nothing : html`<p class="note bad">Trading is closed: ${whyClosed(status)}.</p>`}`)}
            ${section('Matches', from(sources.fixtures, fixtures))}`}
            ${section('Prices', from(instruments, prices))}`,
        drawn: () => chart?.drawn(),
        stop: () => {
            chart?.stop();
            Object.values(sources).forEach(source => source.stop());
            rows.stop();
        },
    };
}
