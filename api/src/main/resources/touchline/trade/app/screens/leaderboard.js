// The best of a week, and its draw with the proof.

import { get, now } from '../api.js';
import { check } from '../draw-check.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { icon } from '../icons.js';
import { units } from '../money.js';
import { card, empty, of, result } from '../parts.js';
import { asked, to } from '../../shared/route.js';
import { session } from '../session.js';
import { Source } from '../source.js';
import { dateWords } from '../words.js';

const DAY = 24 * 60 * 60_000;
const SHOWN = 50;

export function leaderboard() {
    const week = asked('week') || weekOf(now());
    const ranks = new Source(() => get('/v1/leaderboard', { week, limit: SHOWN }), { on: type => type === 'wallet' || type === 'position', every: 15_000, gap: 3_000 });
    const spin = new Source(() => get('/v1/spinner', { week }), { every: 120_000 });
    const proof = { steps: null, isBusy: false };
    return {
        title: 'League',
        here: 'league',
        view: () => page(week, ranks, spin, proof),
        stop: () => { ranks.stop(); spin.stop(); },
    };
}

/** The ISO week of a time, by UTC. */
function weekOf(at) {
    const day = new Date(at);
    const thursday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 4 - (day.getUTCDay() || 7)));
    const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    return `${thursday.getUTCFullYear()}-W${String(Math.ceil(((thursday - first) / DAY + 1) / 7)).padStart(2, '0')}`;
}

function page(week, ranks, spin, proof) {
    const current = weekOf(now());
    const from = spin.value === null ? null : Date.parse(spin.value.from);
    return html`<div class="head"><h1 tabindex="-1">League</h1><nav class="weeks" aria-label="Weeks">${from === null ? nothing : html`<a class="plain" aria-label="The week before" href=${to('/leaderboard', { week: weekOf(from - DAY) })}>${icon('back')}</a>`}
            <b class="num">${week === current ? 'This week' : `Week ${Number(week.slice(6))}, ${week.slice(0, 4)}`}</b>
            ${from === null || week >= current ? html`<span class="plain" aria-hidden="true"></span>` : html`<a class="plain turned" aria-label="The week after" href=${to('/leaderboard', { week: weekOf(from + 8 * DAY) === current ? '' : weekOf(from + 8 * DAY) })}>${icon('back')}</a>`}</nav></div>
        <div class="columns"><div class="column">${card('Realised profit', of(ranks, value => (value.items.length === 0
            ? empty(week === current ? 'Nobody has realised a profit yet. Sell or close something to be the first.' : 'Nobody realised a profit in this week.') : html`<ol class="ranks">${value.items.map(rank)}</ol>`)))}</div>
        <div class="column narrow">${card('The draw', of(spin, value => lot(value, proof)))}</div></div>`;
}

function rank(one) {
    return html`<li class="rank ${one.userId === session.user?.id ? 'mine' : ''} ${one.rank <= 3 ? `top-${one.rank}` : ''}"><span class="place num">${one.rank}</span><span class="clip">${one.name}${one.userId === session.user?.id ? html` <span class="tag">you</span>` : nothing}</span><b>${result(units(one.realisedPnl))}</b></li>`;
}

function lot(value, proof) {
    return html`<div class="lot">${value.state === 'DRAWN' ? value.winner === null ? html`<p>There was nobody to draw from: no profit was realised.</p>`
            : html`<p class="lot-winner">${icon('cup')}<span>Drawn from ${value.candidates.length === 1 ? 'one user' : `${value.candidates.length} users`} at the top<b>${value.winner.name ?? value.winner.id}</b></span></p>`
        : value.state === 'OPEN' ? html`<p>Those who share the top of the week take part. The draw is on Monday, soon after 00:05 UTC.</p>`
        : html`<p>The week is over. ${value.seedHash === null ? 'Nothing was drawn.' : 'The draw is about to be made.'}</p>`}
        ${value.seedHash === null ? nothing : html`<p class="hint">The draw is decided by a secret number. Its fingerprint was published ${dateWords(value.seedHashAt)}, so nobody can choose the number afterwards:</p><code class="hash">${value.seedHash}</code>`}
        ${value.state !== 'DRAWN' || value.winner === null ? nothing : html`<button class="button" ?disabled=${proof.isBusy} @click=${() => prove(value, proof)}>${icon('shield')} Check the draw in this browser</button>
            ${proof.steps === null ? nothing : html`<ul class="proof" role="status">${proof.steps.map(one => html`<li class=${one.isTrue ? 'up' : 'down'}>${icon(one.isTrue ? 'check' : 'x')}<span>${one.words}</span></li>`)}</ul>`}`}</div>`;
}

async function prove(value, proof) {
    proof.isBusy = true;
    proof.steps = await check(value);
    proof.isBusy = false;
    draw();
}
