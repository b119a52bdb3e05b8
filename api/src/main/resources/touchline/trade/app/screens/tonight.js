// The matches: those that are played, what moves, what comes, and what was.

import { account } from '../account.js';
import { get } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { changeOf, find, fixtures, players } from '../market.js';
import { card, empty, playerRow, screenOf } from '../parts.js';
import { positionRow } from '../positions.js';
import { to } from '../../shared/route.js';
import { eventList, matchRow, scoreboard } from '../scoreboard.js';
import { session } from '../session.js';
import { Source } from '../source.js';
import { SteadyOrder } from '../steady.js';

const MOVERS = 6;

export function tonight() {
    const details = new Map();
    const order = new SteadyOrder();
    const read = new Source(async () => {
        if (fixtures.value === null) {
            await fixtures.read();
        }
        const live = (fixtures.value ?? []).filter(one => one.phase === 'LIVE').slice(0, 6);
        await Promise.all(live.map(async one => {
            if (!details.has(one.id)) {
                await find({ fixture: one.id });
            }
            details.set(one.id, await get(`/v1/fixtures/${encodeURIComponent(one.id)}`));
        }));
        return live.length;
    }, { on: type => type === 'match-event', every: value => (value === 0 ? 3_000 : 20_000), gap: 700 });
    return {
        title: 'Matches',
        here: 'tonight',
        view: () => screenOf(fixtures, 'Matches', all => page(all, details, order)),
        stop: () => read.stop(),
    };
}

function page(all, details, order) {
    const live = all.filter(one => one.phase === 'LIVE');
    const ahead = all.filter(one => one.phase === 'UPCOMING');
    const over = all.filter(one => one.phase !== 'LIVE' && one.phase !== 'UPCOMING').reverse();
    const playing = [...players.values()].filter(one => one.fixtureId !== null && live.some(match => match.id === one.fixtureId));
    const movers = order.sort(playing, (a, b) => Math.abs(changeOf(b) ?? 0) - Math.abs(changeOf(a) ?? 0), 'move').slice(0, MOVERS);
    const shown = live.length > 0 ? live : over.slice(0, 1);
    return html`<h1 class="words-only" tabindex="-1">Matches</h1>
        ${session.token === null ? welcome() : nothing}
        <div class="columns"><div class="column">
            ${shown.length === 0 ? card('Now', empty('No match is played. The next ones are listed here as soon as they are known.')) : html`<div class="boards ${shown.length > 1 ? 'many' : ''}">${shown.map(match => scoreboard({ ...match, events: details.get(match.id)?.events ?? null }))}</div>`}
            ${live.length > 0 ? card('On the move', movers.length === 0 ? html`<p class="soft quiet">Reading prices …</p>` : html`<div class="rows">${movers.map(one => playerRow(one))}</div>`, { more: html`<a href=${to('/players')}>All players</a>` }) : nothing}
            ${ahead.length === 0 ? nothing : card('Next', html`<div class="rows">${ahead.slice(0, 12).map(matchRow)}</div>`)}
        </div><div class="column narrow">
            ${mine()}
            ${live.length === 1 && details.has(live[0].id) ? card('On the pitch', eventList(details.get(live[0].id), 7), { more: html`<a href=${to(`/matches/${live[0].id}`)}>The match</a>` }) : nothing}
            ${over.length === 0 || (live.length === 0 && over.length === 1) ? nothing : card('Results', html`<div class="rows">${over.slice(0, 12).map(matchRow)}</div>`)}
        </div></div>`;
}

function mine() {
    const open = account.positions?.value ?? [];
    return open.length === 0 ? nothing : card('Your positions', html`<div class="rows">${open.slice(0, 4).map(positionRow)}</div>`, { more: html`<a href=${to('/portfolio')}>Portfolio</a>` });
}

function welcome() {
    return html`<section class="welcome" aria-label="Welcome"><p class="welcome-title">Every player has a price. Every minute moves it.</p><p>Buy the ones you believe in, or go long and short on the next goal. Play money, real matches.</p><a class="button main" href=${to('/log-in')}>Start with 10,000 coins</a></section>`;
}
