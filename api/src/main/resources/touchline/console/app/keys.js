// Keyboard shortcuts: `g` and a letter opens a screen, `/` searches, `?` shows the shortcuts, Ctrl K finds everything: screens, jobs, runs, players, customers.

import { all, change, may, session } from './api.js';
import { isAsking } from './dialogs.js';
import { html, nothing, render } from '../shared/html.js';
import { triggerJob } from './commands.js';
import { pauseAll, resumeAll } from './platform-commands.js';
import { matchesOfAWeek } from './players.js';
import { toJob, toRun } from './route.js';
import { go, to } from '../shared/route.js';
import { MORE_PLACES, places } from './places.js';
import { toggleTheme } from '../shared/theme.js';
import { draw } from '../shared/draw.js';
import { plain, searchable } from './words.js';

const root = document.createElement('div');
document.body.append(root);

let open = null;
let waitsForPlace = -Infinity;
let typing = null;

function shut() {
    root.querySelector('dialog')?.close();
    render(nothing, root);
    const opener = open?.opener;
    open = null;
    if (opener?.isConnected) {
        opener.focus();
    }
}

function dialog(content, label, kind) {
    render(html`<dialog class=${kind} aria-label=${label} @cancel=${event => {
        event.preventDefault();
        shut();
    }} @click=${event => event.target.localName === 'dialog' && shut()}>${content}</dialog>`, root);
    const element = root.querySelector('dialog');
    if (!element.open) {
        element.showModal();
    }
}

/** Shows the keyboard shortcuts. */
export function help() {
    open = { opener: document.activeElement };
    const row = (keys, what) => html`<div><dt>${keys.map(key => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd></div>`;
    dialog(html`<div class="dialog-head"><h2>Keys</h2><button type="button" class="button ghost" @click=${shut}>Close</button></div>
        <dl class="keys">${row(['Ctrl', 'K'], 'find a screen, a job, a run, a player, a match, a customer, a command')}${row(['/'], 'search on this screen')}${row(['?'], 'this')}
        ${places().map(([, text, , key]) => row(['g', key], text))}${row(['Esc'], 'close')}</dl>`, 'Keys', 'keys-dialog');
}

/** Finds a screen, a job, a run, a player, a customer or a command. */
export function openPalette() {
    open = { opener: document.activeElement, text: '', at: 0, jobs: [], people: [] };
    showPalette();
    root.querySelector('input')?.focus();
    const mine = open;
    all('/v1/ops/jobs').then(jobs => {
        mine.jobs = jobs;
        if (open === mine) {
            showPalette();
        }
    }, () => {});
}

/** Looks for players and customers once nobody has typed for a moment. What may be a name of a customer or an e-mail address is in no address of a request: those are logged. */
function findPeople() {
    clearTimeout(typing);
    const mine = open;
    const text = mine.text.trim();
    mine.people = [];
    if (text.length < 2) {
        return;
    }
    typing = setTimeout(async () => {
        const list = page => page.then(({ items }) => items.slice(0, 5), () => []);
        const [players, customers, matches] = await Promise.all([list(change('POST', '/v1/ops/instruments/search', { text })), list(change('POST', '/v1/ops/customers/search', { text })), matchesOfAWeek().then(page => page.items, () => [])]);
        if (open === mine && mine.text.trim() === text) {
            mine.people = [
                ...players.map(one => ({ text: one.name, aside: `player · ${one.team}`, isFound: true, act: () => go(to(`/exposure/${one.id}`)) })),
                ...matches.filter(one => searchable(one.name).includes(searchable(text))).slice(0, 5).map(one => ({ text: one.name, aside: `match · ${plain(one.phase)}`, isFound: true, act: () => go(to(`/market/${one.id}`)) })),
                ...customers.map(one => ({ text: one.name, aside: `customer · ${one.id}`, isFound: true, act: () => go(to(`/customers/${one.id}`)) })),
            ];
            showPalette();
        }
    }, 200);
}

function commands() {
    const list = [...places().map(([, text, path, key]) => ({ text, aside: `g ${key}`, act: () => go(to(path)) })), ...MORE_PLACES.map(([text, path, aside]) => ({ text, aside, act: () => go(to(path)) }))];
    open.jobs.forEach(({ group, name, description }) => {
        list.push({ text: `${group}/${name}`, aside: description, act: () => go(toJob(`${group}/${name}`)) });
        if (may('operator')) {
            list.push({ text: `Run ${group}/${name} now`, aside: 'command', act: () => triggerJob(`${group}/${name}`) });
        }
    });
    if (may('admin')) {
        list.push({ text: 'Pause everything', aside: 'command', act: () => pauseAll() }, { text: 'Resume everything', aside: 'command', act: () => resumeAll() });
    }
    list.push({ text: 'Light or dark', aside: '', act: () => {
        toggleTheme();
        draw();
    } });
    const run = /^#?(\d+)$/.exec(open.text.trim());
    if (run) {
        list.unshift({ text: `Run #${run[1]}`, aside: 'run', act: () => go(toRun(run[1])) });
    }
    return list;
}

function found() {
    const words = open.text.toLowerCase().split(/\s+/).filter(word => word !== '');
    return [...commands(), ...open.people].filter(one => one.isFound || /^#?\d+$/.test(open.text.trim()) && one.aside === 'run' || words.every(word => `${one.text} ${one.aside}`.toLowerCase().includes(word)))
        .sort((one, other) => Number(other.text.toLowerCase().startsWith(words[0] ?? '')) - Number(one.text.toLowerCase().startsWith(words[0] ?? '')))
        .slice(0, 12);
}

function showPalette() {
    const list = found();
    open.at = Math.max(0, Math.min(open.at, list.length - 1));
    const pick = one => {
        shut();
        one.act();
    };
    dialog(html`<input type="text" role="combobox" aria-label="Find a screen, a job, a run, a player, a match, a customer or a command" aria-expanded="true" aria-controls="found" aria-autocomplete="list"
            aria-activedescendant=${list.length > 0 ? `found-${open.at}` : nothing} placeholder="Find a screen, a job, a run, a player, a match, a customer" autocomplete="off" spellcheck="false" .value=${open.text}
            @input=${event => {
                open.text = event.target.value;
                open.at = 0;
                findPeople();
                showPalette();
            }}
            @keydown=${event => {
                if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                    event.preventDefault();
                    open.at = (open.at + (event.key === 'ArrowDown' ? 1 : -1) + list.length) % Math.max(1, list.length);
                    showPalette();
                } else if (event.key === 'Enter' && list[open.at]) {
                    event.preventDefault();
                    pick(list[open.at]);
                }
            }}>
        <ul id="found" role="listbox" aria-label="Found">${list.map((one, n) => html`<li id=${`found-${n}`} role="option" aria-selected=${String(n === open.at)} @click=${() => pick(one)} @mousemove=${() => {
            if (open.at !== n) {
                open.at = n;
                showPalette();
            }
        }}><span>${one.text}</span><small>${one.aside}</small></li>`)}</ul>${list.length === 0 ? html`<p class="soft nothing-found">No match.</p>` : nothing}`, 'Find', 'palette');
}

function isTyping(target) {
    return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

addEventListener('keydown', event => {
    if (session === null) {
        return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !isAsking()) {
        event.preventDefault();
        return open === null ? openPalette() : shut();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isAsking() || open !== null) {
        return;
    }
    if (performance.now() - waitsForPlace < 1_500) {
        waitsForPlace = -Infinity;
        const there = places().find(([, , , key]) => key === event.key);
        if (there) {
            event.preventDefault();
            go(to(there[2]));
        }
    } else if (event.key === 'g') {
        waitsForPlace = performance.now();
    } else if (event.key === '?') {
        event.preventDefault();
        help();
    } else if (event.key === '/') {
        event.preventDefault();
        const search = document.querySelector('main input[type=search]');
        if (search) {
            search.focus();
        } else {
            openPalette();
        }
    }
});
