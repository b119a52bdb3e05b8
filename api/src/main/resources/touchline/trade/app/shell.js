// The frame around every screen: navigation, the state of the connection and of the market, and requests that wait.

import { now, revoke } from './api.js';
import { worth } from './account.js';
import { html, nothing } from '../shared/html.js';
import { icon } from './icons.js';
import { nameOf, status } from './market.js';
import { coins } from './money.js';
import { to } from '../shared/route.js';
import { session, signedOut } from './session.js';
import { contact, tryNow } from './stream.js';
import { theme, toggleTheme } from '../shared/theme.js';
import { draw } from '../shared/draw.js';
import { cancel, waiting } from './waiting.js';
import { closedWords, secondsWords, timeWords } from './words.js';

const PLACES = [['tonight', '/', 'Matches', 'ball'], ['players', '/players', 'Players', 'people'], ['portfolio', '/portfolio', 'Portfolio', 'wallet'], ['league', '/leaderboard', 'League', 'cup']];

/** `here` is the screen's place in the navigation. */
export function shell(here, content) {
    return html`<a class="skip" href="#main" @click=${event => { event.preventDefault(); document.getElementById('main').focus(); }}>Skip to the content</a>
    <header class="top"><a class="brand" href=${to('/')} aria-label="Touchline, matches">${logo()}<span>touchline</span></a>
        <nav class="places" aria-label="Places">${PLACES.map(([id, path, words, sign]) => html`<a href=${to(path)} aria-current=${id === here ? 'page' : 'false'}>${icon(sign)}<span>${words}</span></a>`)}</nav>
        <div class="top-end">${air()}
            <button class="plain" aria-label=${theme() === 'dark' ? 'Light theme' : 'Dark theme'} @click=${() => { toggleTheme(); draw(); }}>${icon(theme() === 'dark' ? 'sun' : 'moon')}</button>
            ${me()}</div></header>
    ${banners()}
    <main id="main" tabindex="-1">${content}</main>
    ${waitingBar()}`;
}

function logo() {
    return html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"></rect><path class="logo-line" d="M6 22 12 14l5 4 9-11"></path><path class="logo-ground" d="M5 27h22"></path></svg>`;
}

function air() {
    const words = { live: 'Live', connecting: 'Connecting', polling: 'Interrupted', lost: 'Offline' }[contact.state];
    return html`<a class="air ${contact.state}" href=${to('/status')} title="The connection to the market, and its status"><i></i><span>${words}</span></a>`;
}

function me() {
    if (session.token === null) {
        return html`<a class="button main small" href=${to('/log-in', { back: location.pathname.endsWith('/log-in') ? '' : location.pathname + location.search })}>Log in</a>`;
    }
    const all = worth();
    return html`<a class="me" href=${to('/portfolio')} aria-label="Your portfolio"><span class="me-name clip">${session.user.name}</span><b class="num">${all === null ? '–' : coins(all.equity)}</b></a>
        <button class="plain" aria-label="Log out" @click=${logOut}>${icon('out')}</button>`;
}

function logOut() {
    revoke();
    signedOut();
}

function banners() {
    const closed = closedWords(status.value);
    const retry = contact.retryAt === null || contact.retryAt <= now() ? 'Trying …' : `Next try in ${secondsWords(contact.retryAt - now())}.`;
    return html`<div class="banners" role="status">${contact.state === 'lost'
        ? html`<div class="banner bad">${icon('alert')}<p><b>No connection.</b> <span>What you see is as of ${timeWords(contact.since ?? now(), true)}. ${retry}</span></p><button class="button small" @click=${tryNow}>Try now</button></div>`
        : contact.state === 'polling' && (status.error !== null || status.value?.reason === 'store-unavailable') ? html`<div class="banner bad">${icon('alert')}<p><b>The market can’t answer.</b> <span>What you see may be old. ${retry}</span></p><button class="button small" @click=${tryNow}>Try now</button></div>`
        : contact.state === 'polling' ? html`<div class="banner warn">${icon('alert')}<p><b>Live prices are interrupted.</b> <span>The page reads them every few seconds. ${retry}</span></p><button class="button small" @click=${tryNow}>Try now</button></div>` : nothing}
        ${closed === '' ? nothing : html`<div class="banner warn">${icon('stop')}<p><b>The market is closed.</b> <span>${closed}</span></p></div>`}
        ${session.why === '' ? nothing : html`<div class="banner info">${icon('alert')}<p>${session.why}</p><a class="button small" href=${to('/log-in', { back: location.pathname + location.search })}>Log in</a></div>`}</div>`;
}

function waitingBar() {
    return waiting.length === 0 ? nothing : html`<aside class="waiting-bar" aria-label="Waiting requests"><ul>${waiting.map(one => {
        const left = one.until - now();
        const part = Math.min(1, Math.max(0, 1 - left / Math.max(1, one.until - one.since)));
        return html`<li><span class="ring">${ring(part)}</span><p><b>${one.label}</b> <span class="soft">${nameOf(one.instrumentId)}</span><br><span class="soft">${left > 0 ? `Executed in ${secondsWords(left)}, unless something happens in the match` : 'Being executed …'}</span></p>
            <button class="button small" ?disabled=${one.isCancelling} aria-label=${`Cancel ${one.label}`} @click=${() => cancel(one)}>Cancel</button></li>`;
    })}</ul></aside>`;
}

function ring(part) {
    return html`<svg viewBox="0 0 32 32" aria-hidden="true"><circle class="ring-all" cx="16" cy="16" r="13"></circle><circle class="ring-part" cx="16" cy="16" r="13" pathLength="100" stroke-dasharray="${(part * 100).toFixed(0)} 100" transform="rotate(-90 16 16)"></circle></svg>`;
}
