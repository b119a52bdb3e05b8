// The frame of every screen: navigation, state of the connection, and what is paused or halted.

import { logOut, may, now, session } from './api.js';
import { haltWords, liftHalt, scopeWords } from './halt-commands.js';
import { html, nothing } from '../shared/html.js';
import { icon } from './icons.js';
import { help, openPalette } from './keys.js';
import { resumeAll } from './platform-commands.js';
import { contact, tryNow } from './live.js';
import { button } from './parts.js';
import { places } from './places.js';
import { to } from '../shared/route.js';
import { theme, toggleTheme } from '../shared/theme.js';
import { draw } from '../shared/draw.js';
import { clockTime, count, number, wholeSpan, zone } from './words.js';

const BARS = 3;
const WIDTH = ['market', 'fixture', 'team', 'instrument'];

let isMenuOpen = false;

/** Shuts the menu of a phone. */
export function shutMenu() {
    isMenuOpen = false;
}

function toggleMenu() {
    isMenuOpen = !isMenuOpen;
    draw();
}

function link([name, text, path], here, badges) {
    const badge = badges[name];
    return html`<a href=${to(path)} aria-current=${name === here ? 'page' : nothing}>${icon(name)}<span>${text}</span>${badge
        ? html`<span class="badge ${badge.loud}" aria-label=${badge.words}>${number(badge.count)}</span>` : nothing}</a>`;
}

function freshness() {
    if (contact.state === 'live') {
        return html`<span class="fresh" title="Changes are shown at once">Live</span>`;
    }
    return contact.state === 'lost' ? html`<span class="fresh bad">Lost</span>` : html`<span class="fresh soft" title="The page is read again every few seconds: no events arrive">Polling</span>`;
}

/** A bar for each halt, the widest first; many would leave no room for the screen, so that the others are behind a line that counts them. */
function haltBars(halts) {
    const list = [...(halts?.value?.items ?? [])].sort((one, other) => WIDTH.indexOf(one.scope.split(':')[0]) - WIDTH.indexOf(other.scope.split(':')[0]));
    const bar = halt => html`<div class="bar warn" role="region" aria-label=${`Halt of ${scopeWords(halt.scope)}`}><p><b>${haltWords(halt)}</b>, by ${halt.by} since ${clockTime(halt.at)}${halt.until
        ? html`, until <span class="num">${clockTime(halt.until)}</span>` : ''}: “${halt.reason}”.</p>${may('operator') ? button('Lift', () => liftHalt(halt, () => halts.read()), { label: `Lift the halt of ${scopeWords(halt.scope)}` }) : nothing}</div>`;
    const [shown, others] = list.length <= BARS ? [list, []] : [list.slice(0, BARS - 1), list.slice(BARS - 1)];
    return html`${shown.map(bar)}${others.length === 0 ? nothing : html`<details class="more-bars"><summary>${count(others.length, 'more halt')}</summary>${others.map(bar)}</details>`}`;
}

function bars(scheduler, halts) {
    return html`${contact.state === 'lost'
        ? html`<div class="bar bad"><p><b role="alert">No response from the server since <span class="num">${clockTime(contact.answeredAt)}</span></b>, for ${wholeSpan(now() - contact.answeredAt)}. The page shows the state of that time.
            ${contact.retryAt ? html`<span class="num">Trying again ${contact.retryAt > now() ? `in ${wholeSpan(contact.retryAt - now())}` : 'now'}.</span>` : nothing}</p>${button('Try now', tryNow)}</div>`
        : nothing}
    ${session?.secondFactorRequired
        ? html`<div class="bar warn"><p><b>Your second factor is missing.</b> Admins need one here; you are a viewer until it is on. <a href=${to('/account')}>Set it up</a></p></div>`
        : nothing}
    ${scheduler?.paused
        ? html`<div class="bar warn"><p><b>Everything is paused</b> by ${scheduler.paused.by} since ${clockTime(scheduler.paused.at)}${scheduler.paused.until
            ? html`, until <span class="num">${clockTime(scheduler.paused.until)}</span>` : ''}: “${scheduler.paused.reason}”. No job fires.</p>${may('admin') ? button('Resume everything', () => resumeAll(), { shape: 'resume' }) : nothing}</div>`
        : nothing}
    ${haltBars(halts)}
    ${scheduler?.state === 'OFF'
        ? html`<div class="bar bad" role="alert"><p><b>No node is alive.</b> Nothing fires until one is started.</p></div>` : nothing}`;
}

/** The whole page around a screen. */
export function shell(here, screen, { scheduler, halts, badges }) {
    const dark = theme() === 'dark';
    return html`<a class="skip" href="#main" @click=${event => {
        event.preventDefault();
        document.querySelector('h1')?.focus();
    }}>Skip to content</a>
    <div class="frame ${isMenuOpen ? 'menu-open' : ''}">
        <header class="side">
            <div class="side-top">
                <button type="button" class="button ghost menu-button" aria-label="Menu" aria-expanded=${String(isMenuOpen)} aria-controls="places" @click=${toggleMenu}>${icon(isMenuOpen ? 'close' : 'menu')}</button>
                <a class="brand" href=${to('')}>Touchline</a>
                ${freshness()}
            </div>
            <div class="side-rest" id="places">
                <nav aria-label="Places">${places().map(place => link(place, here, badges))}</nav>
                <div class="side-foot">
                    <button type="button" class="find" @click=${openPalette}>${icon('search')}<span>Find</span><kbd>${navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'} K</kbd></button>
                    <div class="who"><div><a href=${to('/account')} title="Your account"><b>${session.user}</b></a><span class="soft">${session.role}</span></div>
                        <button type="button" class="button ghost" aria-label=${dark ? 'Light' : 'Dark'} title=${dark ? 'Light' : 'Dark'} @click=${() => {
                            toggleTheme();
                            draw();
                        }}>${icon(dark ? 'sun' : 'moon')}</button>
                        <button type="button" class="button ghost" aria-label="Keys" title="Keys (?)" @click=${help}><span class="key-mark">?</span></button>
                        <button type="button" class="button ghost" aria-label="Log out" title="Log out" @click=${logOut}>${icon('out')}</button></div>
                    <p class="zone soft" title="Hover over a time to see it in UTC">Times: ${zone}</p>
                </div>
            </div>
        </header>
        <div class="content">${bars(scheduler, halts)}<main id="main">${screen}</main></div>
    </div>`;
}
