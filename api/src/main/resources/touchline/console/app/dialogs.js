// Dialogs: each command needs a reason for the audit log and states its consequence first.

import { hear, session } from './api.js';
import { html, nothing, render } from '../shared/html.js';
import { icon } from './icons.js';

const root = document.getElementById('dialogs');
const toasts = document.getElementById('toasts');

let asking = null;

/**
 * Asks for a change.
 *
 * `title`, `says`: the command and its consequence; `says` may be a promise
 * `fields`: [{name, label, kind: 'text' | 'password' | 'whole' | 'choice' | 'options', options, help, required, value}]
 * `act`: the label of the button, `danger`: whether it is destructive
 * `submit(values, report)`: gives the command; `report(words)` shows its progress; its result is shown as a toast
 * `isBlind`: whether nothing can be sent before `says` is there, as it is what one decides by
 * `isNotice`: whether there is nothing to cancel, as the command is done
 * `force`: whether the role may override a guard
 * `guard`: what a guard of this command says, if it isn't that a match is live
 */
export function ask(question) {
    const opener = asking?.opener ?? document.activeElement;
    asking = { ...question, fields: question.fields ?? [], values: {}, errors: {}, busy: false, objection: null, trouble: null, words: null, opener, reasonless: question.reasonless ?? false };
    asking.fields.forEach(field => {
        asking.values[field.name] = field.value ?? '';
    });
    if (question.says instanceof Promise) {
        const mine = asking;
        mine.words = html`<p class="soft">Loading the preview …</p>`;
        question.says.then(
            words => {
                mine.words = words;
                mine.isPreviewed = true;
                show();
            },
            refusal => {
                mine.words = html`<div class="note bad" role="alert">The preview is not available. ${refusal.message}</div>`;
                show();
            },
        );
    } else {
        asking.words = question.says ?? nothing;
    }
    show();
    const dialog = root.querySelector('dialog');
    if (!dialog.open) {
        dialog.showModal();
    }
    (dialog.querySelector('input[type=text]') ?? dialog.querySelector('[data-first]') ?? dialog.querySelector('textarea, input, select'))?.focus();
}

function isShown(field, values) {
    return !field.shownIf || field.shownIf(values);
}

function close() {
    const opener = asking?.opener;
    root.querySelector('dialog')?.close();
    asking = null;
    show();
    if (opener?.isConnected) {
        opener.focus();
    }
}

async function submit(event) {
    event.preventDefault();
    const mine = asking;
    if (mine.busy) {
        return;
    }
    mine.errors = {};
    mine.trouble = null;
    mine.values.reason = (mine.values.reason ?? '').replace(/\s+/g, ' ').trim();
    if (!mine.reasonless && mine.values.reason === '') {
        mine.errors.reason = 'Give a reason for the audit log';
    }
    mine.fields.filter(field => field.required && isShown(field, mine.values) && String(mine.values[field.name]).trim() === '').forEach(field => {
        mine.errors[field.name] = 'is required';
    });
    if (Object.keys(mine.errors).length > 0) {
        show();
        root.querySelector('[aria-invalid=true]')?.focus();
        return;
    }
    mine.busy = true;
    show();
    try {
        const done = await mine.submit(mine.values, words => {
            mine.progress = words;
            show();
        });
        if (asking === mine) {
            close();
        }
        if (done) {
            say(done);
        }
    } catch (refusal) {
        if (asking !== mine) {
            // It was closed meanwhile, or another one was opened: the refusal must not be lost.
            say(`${mine.title}: ${refusal.message}`, { loud: 'bad' });
            return;
        }
        mine.busy = false;
        mine.progress = null;
        refused(mine, refusal);
        show();
    }
}

function refused(mine, refusal) {
    if (refusal.type?.endsWith('guarded')) {
        mine.objection = refusal.message.replace(/ Send "force": true.*$/, '');
        return;
    }
    (refusal.errors ?? []).forEach(error => {
        const field = error.field.replace(/^parameters\./, '');
        mine.errors[field === 'until' && mine.values.until === 'other' ? 'exactly' : field] = error.message ?? error.detail ?? 'is wrong';
    });
    const known = new Set(['reason', ...mine.fields.map(field => field.name)]);
    const others = (refusal.errors ?? []).filter(error => !known.has(error.field.replace(/^parameters\./, '')));
    if ((refusal.errors ?? []).length === 0) {
        mine.trouble = refusal.message;
    } else if (others.length > 0) {
        mine.trouble = others.map(error => `${error.field} ${error.message ?? ''}`).join('; ');
    }
}

function set(name) {
    return event => {
        asking.values[name] = event.target.type === 'checkbox' ? event.target.checked : event.target.value;
        if (asking.fields.some(field => field.shownIf)) {
            show();
        }
    };
}

function wrong(name) {
    const error = asking.errors[name];
    return error ? html`<span class="wrong" id=${`wrong-${name}`}>${error}</span>` : nothing;
}

function input(field) {
    const value = asking.values[field.name];
    const invalid = asking.errors[field.name] ? 'true' : nothing;
    const described = asking.errors[field.name] ? `wrong-${field.name}` : nothing;
    if (field.kind === 'options') {
        return html`<fieldset class="options"><legend>${field.label}</legend>
            ${field.options.map(([key, text, help]) => html`<label class="option"><input type="radio" name=${field.name} value=${key} ?checked=${value === key} @change=${set(field.name)}><span><b>${text}</b>${help ? html`<small>${help}</small>` : nothing}</span></label>`)}
            ${wrong(field.name)}</fieldset>`;
    }
    const control = field.kind === 'choice'
        ? html`<select name=${field.name} aria-invalid=${invalid} aria-describedby=${described} @change=${set(field.name)}>${field.options.map(([key, text]) => html`<option value=${key} ?selected=${value === key}>${text}</option>`)}</select>`
        : html`<input type=${field.kind === 'password' ? 'password' : 'text'} name=${field.name} inputmode=${field.kind === 'whole' ? 'numeric' : 'text'} autocomplete=${field.kind === 'password' ? 'new-password' : 'off'} spellcheck="false" .value=${value} aria-invalid=${invalid} aria-describedby=${described} @input=${set(field.name)}>`;
    return html`<label class="field"><span>${field.label}${field.required || field.kind === 'choice' ? nothing : html` <small>optional</small>`}</span>${control}${field.help ? html`<small class="soft">${field.help}</small>` : nothing}${wrong(field.name)}</label>`;
}

function show() {
    render(asking === null ? html`<dialog></dialog>` : view(), root);
}

function view() {
    const { title, words, fields, act, danger, busy, objection, trouble, errors, values, force } = asking;
    return html`<dialog aria-labelledby="dialog-title" @cancel=${event => {
        event.preventDefault();
        close();
    }}>
        <form @submit=${submit} novalidate>
            <div class="dialog-head"><h2 id="dialog-title">${title}</h2><button type="button" class="button ghost" aria-label="Close" @click=${close}>${icon('close')}</button></div>
            <div class="dialog-body">
                <div class="says">${words}</div>
                ${fields.filter(field => isShown(field, values)).map(input)}
                ${asking.reasonless ? nothing : html`<label class="field"><span>Why</span><textarea name="reason" rows="2" maxlength="500" data-first aria-invalid=${errors.reason ? 'true' : nothing} aria-describedby=${errors.reason ? 'wrong-reason' : nothing} .value=${values.reason ?? ''} @input=${set('reason')}></textarea><small class="soft">Recorded in the audit log under your name.</small>${wrong('reason')}</label>`}
                ${objection === null ? nothing : html`<div class="note warn" role="alert"><b>Blocked: ${asking.guard ?? 'a match is live'}.</b> ${objection}
                    ${force ? html`<label class="check"><input type="checkbox" ?checked=${values.force ?? false} @change=${set('force')}> Override</label>` : nothing}</div>`}
                ${trouble === null ? nothing : html`<div class="note bad" role="alert">${trouble}</div>`}
            </div>
            <div class="dialog-foot">
                ${asking.progress ? html`<span class="soft" role="status">${asking.progress}</span>` : nothing}
                ${asking.isNotice ? nothing : html`<button type="button" class="button" @click=${close}>Cancel</button>`}
                <button type="submit" class="button ${danger ? 'danger' : 'primary'}" ?disabled=${busy || (asking.isBlind && !asking.isPreviewed)}>${busy ? 'Sending …' : act}</button>
            </div>
        </form>
    </dialog>`;
}

// The log-in replaces an open dialog.
hear(what => what === 'session' && session === null && asking !== null && close());

let said = [];

/** Shows a toast for some seconds; a bad one for longer. */
export function say(words, { loud = '' } = {}) {
    const one = { words, loud };
    said = [...said, one].slice(-3);
    renderToasts();
    setTimeout(() => {
        said = said.filter(other => other !== one);
        renderToasts();
    }, loud === '' ? 7_000 : 20_000);
}

function renderToasts() {
    render(html`${said.map(one => html`<div class="toast ${one.loud}">${one.words}</div>`)}`, toasts);
}

/** Whether one is open. */
export function isAsking() {
    return asking !== null;
}
