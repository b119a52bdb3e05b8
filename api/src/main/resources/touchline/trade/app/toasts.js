// Short messages about what happened to a request of the user.

import { html, render } from '../shared/html.js';
import { icon } from './icons.js';

const LIFE = 8_000;
const MOST = 3;
const host = document.getElementById('toasts');
let messages = [];

/** Shows {title, text, tone: 'good' | 'bad' | ''} for a while. */
export function toast(message) {
    messages = [...messages.slice(1 - MOST), message];
    paint();
    setTimeout(() => drop(message), message.tone === 'bad' ? 2 * LIFE : LIFE);
}

function drop(message) {
    messages = messages.filter(one => one !== message);
    paint();
}

function paint() {
    render(messages.map(one => html`<div class="toast ${one.tone ?? ''}">${icon(one.tone === 'bad' ? 'alert' : 'check')}<p><b>${one.title}</b>${one.text ? html`<span>${one.text}</span>` : ''}</p>
        <button class="plain" aria-label="Dismiss" @click=${() => drop(one)}>${icon('x')}</button></div>`), host);
}
