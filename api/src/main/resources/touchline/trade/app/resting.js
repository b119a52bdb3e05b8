// Orders and openings that wait for a price: changed and cancelled.

import { account } from './account.js';
import { change } from './api.js';
import { draw } from '../shared/draw.js';
import { html, live, nothing } from '../shared/html.js';
import { nameOf } from './market.js';
import { decimal, shares, shown, units } from './money.js';
import { card } from './parts.js';
import { to } from '../shared/route.js';
import { contact } from './stream.js';
import { toast } from './toasts.js';
import { queue } from './waiting.js';
import { problemWords } from './words.js';

let edited = null;      // {id, quantity, prices: {stopPrice, limitPrice}, as far as it has them}
let busy = null;        // an id

/** The card of those that wait, of one player or of all; nothing where there are none. */
export function restingCard(instrumentId = null) {
    const all = (account.resting?.value ?? []).filter(one => instrumentId === null || one.instrumentId === instrumentId);
    return all.length === 0 ? nothing : card('Waiting for a price', html`<div class="rows lines">${all.map(row)}</div>`, { kind: 'resting-card' });
}

const LABELS = { stopPrice: 'Stop', limitPrice: 'Limit' };
/** The prices that an order waits for, or ''. */
export function pricesWords(one) {
    return pricesOf(one).map(name => `${LABELS[name].toLowerCase()} ${shown(one[name])}`).join(' · ');
}

const pricesOf = one => Object.keys(LABELS).filter(name => one[name]);

function row(one) {
    const isLong = one.side === 'BUY' || one.direction === 'LONG';
    const words = one.side ? (isLong ? 'Buy' : 'Sell') : isLong ? 'Long' : 'Short';
    return html`<div class="resting"><div class="row line-row"><span class="way ${isLong ? 'long' : 'short'}">${words}</span>
        <span class="row-main"><a class="clip" href=${to(`/players/${one.instrumentId}`)}><b>${one.quantity} ${nameOf(one.instrumentId)}</b></a>
            <span class="soft num">${pricesWords(one)}</span>
            <span class="soft">${one.state === 'TRIGGERED' ? 'Reached: being filled' : one.timeInForce === 'DAY' ? 'Until the match is settled' : 'Until you cancel it'}${Number(one.reserved ?? 0) > 0 ? html` · <span class="num">${shown(one.reserved)}</span> reserved` : ''}</span></span>
        <span class="row-end buttons"><button class="button small" aria-expanded=${edited?.id === one.id} ?disabled=${one.state !== 'WORKING' || isOff(one)} @click=${() => edit(one)}>Change</button>
            <button class="button small" ?disabled=${isOff(one)} @click=${() => cancel(one)}>Cancel</button></span></div>
        ${edited?.id === one.id ? editor(one) : nothing}</div>`;
}

const isOff = one => busy === one.id || contact.state === 'lost';

function edit(one) {
    edited = edited?.id === one.id ? null : { id: one.id, quantity: String(one.quantity), prices: Object.fromEntries(pricesOf(one).map(name => [name, String(Number(one[name]))])) };
    draw();
}

function editor(one) {
    const isRight = shares(edited.quantity) !== null && pricesOf(one).every(name => units(edited.prices[name]) > 0n);
    return html`<form class="resting-edit" @submit=${event => { event.preventDefault(); save(one); }}>
        <label>Shares<input class="field num" inputmode="numeric" autocomplete="off" maxlength="7" .value=${live(edited.quantity)} @input=${event => { edited.quantity = event.target.value; draw(); }}></label>
        ${pricesOf(one).map(name => html`<label>${LABELS[name]}<input class="field num" inputmode="decimal" autocomplete="off" maxlength="12" .value=${live(edited.prices[name])} @input=${event => { edited.prices[name] = event.target.value; draw(); }}></label>`)}
        <button class="button main" ?disabled=${!isRight || isOff(one)}>Save</button></form>`;
}

const path = one => `/v1/orders/${encodeURIComponent(one.id)}`;

async function save(one) {
    const { quantity, prices } = edited;
    // A stop that has been reached can't be changed any more, so only what differs is sent.
    const changed = pricesOf(one).map(name => [name, decimal(units(prices[name]))]).filter(([name, price]) => price !== one[name]);
    await send(one, async () => {
        const answer = await change('PATCH', path(one), { quantity: Number(quantity), ...Object.fromEntries(changed) });
        edited = null;
        if (answer.body.state === 'PENDING') {
            queue({ id: one.id, kind: one.side ? 'order' : 'opening', instrumentId: one.instrumentId, label: 'Change of an order' }, answer.body.executeAt);
        } else {
            toast({ title: answer.body.state === 'FILLED' || answer.body.entryPrice ? 'Filled at once' : 'Order changed', text: '', tone: 'good' });
        }
    });
}

function cancel(one) {
    return send(one, async () => {
        await change('DELETE', path(one));
        toast({ title: 'Order cancelled', text: 'What was reserved for it is free again.', tone: 'good' });
    });
}

async function send(one, action) {
    busy = one.id;
    draw();
    try {
        await action();
    } catch (problem) {
        toast({ ...problemWords(problem), tone: 'bad' });
    }
    busy = null;
    account.resting?.read();
    draw();
}
