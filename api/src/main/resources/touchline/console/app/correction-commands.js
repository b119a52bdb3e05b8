// Corrections: a preview of who gains and loses, the request, and the decision of another operator.

import { change, get, may, session } from './api.js';
import { done } from './command-parts.js';
import { ask } from './dialogs.js';
import { html, nothing } from '../shared/html.js';
import { capital, count, exactCoins, plain } from './words.js';

const PATH = '/v1/ops/corrections';
const SHOWN = 8;

const NAMES = { VOID_EVENT: 'Void an event', VOID_BUMP: 'Void the bump of a player', SET_PRICE: 'Set a price', CANCEL_ORDER: 'Cancel an order', CANCEL_CLOSE: 'Cancel a close', SETTLE_FIXTURE: 'Settle a match by hand', VOID_FIXTURE: 'Void a match by hand' };

/** What a correction does, as the beginning of a sentence. */
export function kindWords(kind) {
    return NAMES[kind] ?? kind;
}

function effectsTable(preview) {
    return html`<div class="table-box" tabindex="0" role="region" aria-label="Effects, table"><table class="mini"><thead><tr><th>Customer</th><th class="r">Coins</th></tr></thead>
        <tbody>${preview.effects.slice(0, SHOWN).map(one => html`<tr><td>${one.userId}</td><td class="r num">${exactCoins(one.amount)}</td></tr>`)}
        ${preview.totals.customers > SHOWN ? html`<tr><td colspan="2" class="soft">and ${preview.totals.customers - SHOWN} more</td></tr>` : nothing}
        <tr><td><b>House</b></td><td class="r num"><b>${exactCoins(preview.house)}</b></td></tr></tbody></table></div>`;
}

function previewWords(preview) {
    return html`${preview.objection === null ? nothing : html`<div class="note bad">${preview.objection}</div>`}
        ${preview.prices.map(sentence => html`<p>${sentence}</p>`)}
        <p>${capital(count(preview.totals.customers, 'customer'))}: gains of <b class="num">${exactCoins(preview.totals.gains)}</b>, losses of <b class="num">${exactCoins(preview.totals.losses)}</b> coins.</p>
        ${effectsTable(preview)}
        ${preview.allowance ? html`<p class="soft">Used of what you may correct alone within 24 hours: <span class="num">${exactCoins(preview.allowance.used)}</span> of <span class="num">${exactCoins(preview.allowance.limit)}</span> coins.</p>` : nothing}
        <p class="soft">${preview.needsApproval ? 'Another operator has to approve it within 4 hours.' : 'It is small: it is executed at once.'}</p>`;
}

/** Previews a correction, then requests it. */
export function correct(draft, title, after) {
    ask({
        title,
        says: change('POST', `${PATH}/preview`, draft).then(previewWords),
        isBlind: true,
        act: 'Correct',
        danger: true,
        submit: async values => {
            const one = await change('POST', PATH, { ...draft, reason: values.reason });
            return done(after)(outcome(one));
        },
    });
}

const OUTCOMES = { REQUESTED: 'waits for another operator', APPROVED: 'is approved, and its run is requested', DONE: 'is done', REFUSED: 'is refused' };

function outcome(one) {
    return `Correction ${one.id} ${OUTCOMES[one.state] ?? plain(one.state)}.`;
}

function next(draft, after) {
    correct(draft, kindWords(draft.kind), after);
}

/** Asks for a new price, then as {@link correct}. */
export function setPrice(instrument, after) {
    ask({
        title: `Set the price of ${instrument.name}`,
        says: html`<p>Its price is <b class="num">${instrument.price}</b>. Shares and positions are worth more or less at once, and stop-losses see the new price.</p>`,
        fields: [{ name: 'price', label: 'Price', kind: 'text', required: true, help: 'Coins, as in 101.50' }],
        act: 'Preview',
        reasonless: true,
        submit: async values => next({ kind: 'SET_PRICE', instrumentId: instrument.id, price: values.price.trim() }, after),
    });
}

const PARTS = { VOID_EVENT: ['fixtureId', 'eventId'], VOID_BUMP: ['fixtureId', 'eventId', 'instrumentId'], SET_PRICE: ['instrumentId', 'price'], CANCEL_ORDER: ['tradeId'], CANCEL_CLOSE: ['tradeId'], SETTLE_FIXTURE: ['fixtureId'], VOID_FIXTURE: ['fixtureId'] };
const LABELS = { fixtureId: 'Match (id)', eventId: 'Event (id)', instrumentId: 'Player (id)', price: 'Price', tradeId: 'Order or position (id)' };

/** Asks what to correct, then as {@link correct}. */
export function newCorrection(after) {
    ask({
        title: 'New correction',
        says: html`<p>Nothing that happened is edited: a correction is a movement that makes up for it.</p>`,
        fields: [
            { name: 'kind', label: 'What', kind: 'choice', value: 'VOID_EVENT', required: true, options: Object.entries(NAMES).filter(([kind]) => may('admin') || !kind.endsWith('_FIXTURE')) },
            ...Object.entries(LABELS).map(([name, label]) => ({ name, label, kind: 'text', value: '', required: true, shownIf: values => PARTS[values.kind].includes(name) })),
        ],
        act: 'Preview',
        reasonless: true,
        submit: async values => {
            const draft = { kind: values.kind };
            PARTS[values.kind].forEach(name => {
                draft[name] = values[name].trim();
            });
            await change('POST', `${PATH}/preview`, draft);
            next(draft, after);
        },
    });
}

/** Approves or refuses a correction of another operator. */
export function decideCorrection(one, what, after) {
    const isApproval = what === 'approve';
    const act = isApproval ? 'Approve' : one.request.by === session.user ? 'Withdraw' : 'Refuse';
    const path = `${PATH}/${encodeURIComponent(one.id)}`;
    ask({
        title: `${act} correction ${one.id}`,
        says: get(`${path}/preview`).then(preview => html`<p>${kindWords(one.target.kind)}: ${one.target.subject}. ${one.request.by}: “${one.request.reason}”.</p>${previewWords(preview)}`),
        isBlind: isApproval,
        act,
        danger: isApproval,
        submit: async values => {
            const decided = await change('POST', `${path}/${what}`, { reason: values.reason });
            return done(after)(act === 'Withdraw' ? `Correction ${one.id} is withdrawn.` : outcome(decided));
        },
    });
}
