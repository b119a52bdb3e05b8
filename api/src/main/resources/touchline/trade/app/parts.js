// Parts of screens.

import { html, nothing } from '../shared/html.js';
import { icon } from './icons.js';
import { positionShort, shirt } from './kits.js';
import { changeOf, fixture, moves, recent } from './market.js';
import { shown, coins } from './money.js';
import { to } from '../shared/route.js';
import { spark } from './spark.js';
import { clockWords, faultWords, stopWords } from './words.js';

const FLASH = 900;

/** A price that lights up when it moves. */
export function price(one) {
    const move = moves.get(one.id);
    const isFresh = move !== undefined && performance.now() - move.at < FLASH;
    return html`<span class="price num ${isFresh ? (move.isUp ? 'lit-up' : 'lit-down') : ''}">${shown(one.price)}</span>`;
}

/** A change in percent, with its direction as a sign and a colour. */
export function change(percent) {
    if (percent === null) {
        return html`<span class="change flat num">–</span>`;
    }
    const value = Math.abs(percent).toFixed(2);
    const tone = value === '0.00' ? 'flat' : percent > 0 ? 'up' : 'down';
    return html`<span class="change ${tone} num"><span aria-hidden="true">${tone === 'flat' ? '' : tone === 'up' ? '▲' : '▼'}</span><span class="words-only">${tone === 'flat' ? '' : tone}</span> ${value} %</span>`;
}

/** A result in coins, coloured by its sign. */
export function result(value) {
    return html`<span class="num ${value === null || value === 0n ? '' : value > 0n ? 'up' : 'down'}">${coins(value, true)}</span>`;
}

/** A row that leads to a player. */
export function playerRow(one, more = nothing) {
    const match = fixture(one.fixtureId);
    const stopped = stopWords(one);
    return html`<a class="row player-row" href=${to(`/players/${one.id}`)}>${shirt(one.team, positionShort(one.position))}
        <span class="row-main"><b class="clip">${one.name}</b><span class="soft clip">${more === nothing ? html`${one.team}${match?.phase === 'LIVE' ? html` <span class="on-air">${clockWords(match)}</span>` : nothing}` : more}</span></span>
        ${spark(recent(one.id), one.price, one.before)}
        <span class="row-end">${price(one)}${stopped ? html`<span class="tag warn">${one.delisted ? 'delisted' : 'paused'}</span>` : change(changeOf(one))}</span></a>`;
}

/** A box with a heading. */
export function card(title, content, { more = nothing, kind = '' } = {}) {
    return html`<section class="card ${kind}" aria-label=${title}><header><h2>${title}</h2>${more}</header>${content}</section>`;
}

/** What is shown for lack of something. */
export function empty(words, action = nothing) {
    return html`<div class="empty"><p>${words}</p>${action}</div>`;
}

/** The whole of a screen that shows a source: it has a heading also before there is anything to show. */
export function screenOf(source, title, view) {
    return source.value === null ? html`<h1 class="words-only" tabindex="-1">${title}</h1>${of(source, view)}` : view(source.value);
}

/** The content of a source, or that it is being read, or why it can't be. */
export function of(source, view) {
    if (source === null || (source.value === null && source.error === null)) {
        return html`<div class="waiting" role="status"><span class="words-only">Loading</span><i></i><i></i><i></i></div>`;
    }
    if (source.value === null && source.error.status === 404) {
        return html`<div class="empty tall"><p>Nothing is here. The address is wrong, or what it showed is gone.</p><a class="button main" href=${to('/')}>To the matches</a></div>`;
    }
    if (source.value === null) {
        return html`<div class="empty"><p>${faultWords(source.error)}</p><button class="button" @click=${() => source.read()}>Try again</button></div>`;
    }
    return view(source.value);
}

/** A notice across a screen. */
export function notice(tone, title, text, action = nothing) {
    return html`<div class="notice ${tone}">${icon(tone === 'info' ? 'clock' : 'stop')}<p><b>${title}</b> <span>${text}</span></p>${action}</div>`;
}

/** Choices side by side, of which one is on. */
export function tabs(label, choices, chosen, choose) {
    return html`<div class="tabs" role="group" aria-label=${label}>${choices.map(([id, words]) => html`<button class=${id === chosen ? 'on' : ''} aria-pressed=${id === chosen} @click=${() => choose(id)}>${words}</button>`)}</div>`;
}
