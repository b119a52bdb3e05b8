// API keys: credentials of the user's own programs.

import { drop, get, post } from '../api.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { card, empty, of } from '../parts.js';
import { Source } from '../source.js';
import { dateWords, problemWords } from '../words.js';

const SCOPES = { READ: 'Read only', TRADE: 'Read and trade' };

/** The tab of the portfolio. */
export class Keys {
    constructor() {
        Object.assign(this, { source: null, made: null, fault: '', isBusy: false });
    }

    view() {
        this.source ??= new Source(() => get('/v1/keys'), { every: 60_000 });
        return html`<div class="columns"><div class="column">${card('API keys', of(this.source, page => (page.items.length === 0
            ? empty('No keys yet. A key lets a program of yours use the API in your name.')
            : html`<div class="rows lines">${page.items.map(one => this.row(one))}</div>`)))}</div>
            <div class="column">${card('New key', this.form())}</div></div>`;
    }

    row(one) {
        const isOver = one.revokedAt !== null || Date.parse(one.expiresAt) < Date.now();
        const state = one.revokedAt !== null ? `revoked ${dateWords(one.revokedAt)}` : isOver ? `expired ${dateWords(one.expiresAt)}` : `until ${dateWords(one.expiresAt)}`;
        return html`<div class="row line-row"><span class="row-main"><b class="clip">${one.name}</b><span class="soft">${SCOPES[one.scope]} · ${state}</span>
            <span class="soft">${one.lastUsedAt === null ? 'Never used' : `Last used ${dateWords(one.lastUsedAt)}`}</span></span>
            <span class="row-end">${isOver ? html`<span class="tag">ended</span>` : html`<button class="button small" ?disabled=${this.isBusy} aria-label=${`Revoke ${one.name}`} @click=${() => this.revoke(one)}>Revoke</button>`}</span></div>`;
    }

    form() {
        return html`<form class="key-form" @submit=${event => this.make(event)}>
            <label>Name <input class="field" name="name" required maxlength="60" autocomplete="off"></label>
            <label>Scope <select class="field" name="scope">${Object.entries(SCOPES).map(([scope, words]) => html`<option value=${scope}>${words}</option>`)}</select></label>
            <label>Days until it expires <input class="field" name="days" type="number" min="1" max="365" value="90" required></label>
            ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
            <button class="button main wide" ?disabled=${this.isBusy}>Make a key</button></form>
            ${this.made === null ? nothing : html`<div role="status"><p class="hint">Copy the key of “${this.made.name}” now. It is not shown again.</p><p><code class="new-key">${this.made.key}</code></p></div>`}`;
    }

    make(event) {
        event.preventDefault();
        const form = event.target;
        return this.attempt(async () => {
            this.made = await post('/v1/keys', { name: form.elements.name.value.trim(), scope: form.elements.scope.value, expiresInDays: Number(form.elements.days.value) });
            form.reset();
        });
    }

    revoke(one) {
        return this.attempt(() => drop(`/v1/keys/${one.id}`));
    }

    async attempt(what) {
        Object.assign(this, { isBusy: true, fault: '', made: null });
        draw();
        try {
            await what();
            await this.source.read();
        } catch (problem) {
            const { title, text } = problemWords(problem);
            this.fault = `${title} ${text}`;
        }
        this.isBusy = false;
        draw();
    }

    stop() {
        this.source?.stop();
    }
}
