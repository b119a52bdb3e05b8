// A form for each call: sends it from this page, and shows the answer.

import { html, nothing } from '../../console/shared/html.js';
import { ROOT } from './example.js';

/** Kept while the page is open, and nowhere else. */
const credentials = { token: '', operator: '', password: '' };
const opened = new Map();

const isForOperators = operation => operation.security.some(one => 'operatorBasic' in one);
const isForTraders = operation => operation.security.some(one => 'trader' in one);

/** Whether a call has one answer: streams have many. */
export function canTry({ operation }) {
    return operation.responses['101'] === undefined && operation.responses['200']?.content?.['text/event-stream'] === undefined;
}

function begin(call) {
    const example = (call.operation['x-examples'] ?? []).find(one => one.body !== undefined && one.status < 300);
    return { values: {}, body: example === undefined ? '{}' : JSON.stringify(example.body, null, 2), answer: null, isBusy: false };
}

/** The address with the values of its parameters. */
function address(call, values) {
    const query = new URLSearchParams();
    let path = call.path;
    for (const one of call.operation.parameters ?? []) {
        const value = values[one.name] ?? '';
        if (one.in === 'path') {
            path = path.replace(`{${one.name}}`, encodeURIComponent(value));
        } else if (one.in === 'query' && value !== '') {
            query.set(one.name, value);
        }
    }
    return path + (query.size === 0 ? '' : `?${query}`);
}

/** HTTP Basic is of UTF-8. */
const basic = () => `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${credentials.operator}:${credentials.password}`)))}`;

function headers(call, state) {
    const all = {};
    for (const one of call.operation.parameters ?? []) {
        if (one.in === 'header' && (state.values[one.name] ?? '') !== '') {
            all[one.name] = state.values[one.name];
        }
    }
    if (call.operation.requestBody) {
        all['Content-Type'] = 'application/json';
    }
    if (isForOperators(call.operation) && credentials.operator !== '') {
        all.Authorization = basic();
    } else if (isForTraders(call.operation) && credentials.token !== '') {
        all.Authorization = `Bearer ${credentials.token}`;
    }
    return all;
}

async function send(event, call, state, draw) {
    event.preventDefault();
    Object.assign(state, { isBusy: true, answer: null });
    draw();
    const began = performance.now();
    try {
        const answer = await fetch(ROOT + address(call, state.values), {
            method: call.method,
            headers: headers(call, state),
            body: call.operation.requestBody && state.body.trim() !== '' ? state.body : undefined,
            credentials: 'omit',
            signal: AbortSignal.timeout(30_000),
        });
        const text = await answer.text();
        state.answer = { status: answer.status, millis: performance.now() - began, text: pretty(text) };
    } catch (failure) {
        state.answer = { status: 0, millis: performance.now() - began, text: `No answer: ${failure.message}` };
    }
    state.isBusy = false;
    draw();
}

function pretty(text) {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

const field = (label, value, change, more = {}) => html`<label>${label}
    <input .value=${value} type=${more.type ?? 'text'} ?required=${more.isRequired ?? false} autocomplete="off" spellcheck="false" @input=${event => change(event.target.value)}></label>`;

function credentialFields(operation) {
    if (isForOperators(operation)) {
        return html`${field('Operator', credentials.operator, value => { credentials.operator = value; })}${field('Password', credentials.password, value => { credentials.password = value; }, { type: 'password' })}`;
    }
    return isForTraders(operation) ? field('Token or API key', credentials.token, value => { credentials.token = value; }, { type: 'password' }) : nothing;
}

function form(call, state, draw) {
    const { operation } = call;
    return html`<form class="try" @submit=${event => send(event, call, state, draw)}>
        ${credentialFields(operation)}
        ${(operation.parameters ?? []).map(one => field(one.name, state.values[one.name] ?? '', value => { state.values[one.name] = value; }, { isRequired: one.required }))}
        ${operation.requestBody ? html`<label>Body <textarea rows=${Math.min(14, state.body.split('\n').length + 1)} spellcheck="false" .value=${state.body} @input=${event => { state.body = event.target.value; }}></textarea></label>` : nothing}
        <button ?disabled=${state.isBusy}>${call.method === 'GET' ? 'Send' : 'Send: it takes effect'}</button>
        <div aria-live="polite">${state.answer === null ? nothing : html`
            <p><b class="status s${String(state.answer.status)[0]}">${state.answer.status === 0 ? '–' : state.answer.status}</b> in ${Math.round(state.answer.millis)} ms</p>
            <pre tabindex="0" class="answer">${state.answer.text}</pre>`}</div>
    </form>`;
}

/** The button that opens the form, and the form. */
export function tryOut(call, draw) {
    const state = opened.get(call.id);
    return html`<div class="try-out">
        <button aria-expanded=${state !== undefined} @click=${() => {
            if (state === undefined) {
                opened.set(call.id, begin(call));
            } else {
                opened.delete(call.id);
            }
            draw();
        }}>Try it</button>
        ${state === undefined ? nothing : form(call, state, draw)}
    </div>`;
}
