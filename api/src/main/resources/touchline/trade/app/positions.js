// A position of the user: its result, its levels, and closing it.

import { resultOf } from './account.js';
import { change } from './api.js';
import { draw } from '../shared/draw.js';
import { html, live, nothing } from '../shared/html.js';
import { nameOf, player } from './market.js';
import { coins, decimal, shares, shown, units } from './money.js';
import { resultAt, stopFault, takeFault, trailFault, proposed } from './opening.js';
import { result } from './parts.js';
import { to } from '../shared/route.js';
import { contact } from './stream.js';
import { toast } from './toasts.js';
import { isClosing, submit } from './waiting.js';
import { problemWords, stopWords } from './words.js';

/** A position as a row that leads to its levels. */
export function positionRow(one) {
    return html`<a class="row position-row" href=${to(`/players/${one.instrumentId}`, { position: one.id })}><span class="way ${one.direction === 'LONG' ? 'long' : 'short'}">${one.direction === 'LONG' ? 'Long' : 'Short'}<b class="num">×${one.leverage}</b></span>
        <span class="row-main"><b class="clip">${nameOf(one.instrumentId)}</b><span class="soft num clip">${one.quantity} at ${shown(one.entryPrice)}</span>${levelsLine(one)}</span>
        <span class="row-end"><b>${result(resultOf(one))}</b>${isClosing(one.id) ? html`<span class="tag warn">closing</span>` : html`<span class="soft num">${percentOf(one)}</span>`}</span></a>`;
}

function levelsLine(one) {
    const parts = [one.stopLoss === null ? null : `stop ${shown(one.stopLoss)}`, one.trailingDistance ? `trails by ${shown(one.trailingDistance)}${one.trailingStop ? `, now at ${shown(one.trailingStop)}` : ''}` : null, one.takeProfit === null ? null : `target ${shown(one.takeProfit)}`].filter(part => part !== null);
    return parts.length === 0 ? nothing : html`<span class="soft num">${parts.join(' · ')}</span>`;
}

function percentOf(one) {
    const value = resultOf(one);
    return value === null ? '' : `${(Number(value * 10_000n / units(one.margin)) / 100).toFixed(1).replace('-', '−')} %`;
}

/** Closes a position, or so many shares of it: null for all. */
async function closePosition(one, quantity) {
    try {
        await submit({ kind: 'close', path: `/v1/positions/${encodeURIComponent(one.id)}/close`, body: quantity === null ? undefined : { quantity: Number(quantity) }, instrumentId: one.instrumentId, label: 'Close position' });
    } catch (problem) {
        const { title, text } = problemWords(problem);
        toast({ title, text, tone: 'bad' });
    }
}

/** Edits the levels of one position, on the chart as well as typed. */
export class PositionEditor {
    constructor(id) {
        this.id = id;
        this.stop = undefined;      // undefined: as it is; null: none
        this.take = undefined;
        this.trail = undefined;
        this.part = null;           // text; null: all
        this.isBusy = false;
        this.problem = null;
    }

    values(position) {
        return { stop: this.stop === undefined ? short(position.stopLoss) : this.stop, take: this.take === undefined ? short(position.takeProfit) : this.take, trail: this.trail === undefined ? short(position.trailingDistance ?? null) : this.trail };
    }

    /** The levels for the chart. */
    levels(position) {
        const { stop, take } = this.values(position);
        return [
            { id: 'entry', words: `Entry ${position.direction === 'LONG' ? 'long' : 'short'}`, price: Number(position.entryPrice), tone: 'entry' },
            { id: 'wash', words: 'Wash-out', price: position.washOutPrice === null ? null : Number(position.washOutPrice), tone: 'wash' },
            { id: 'stop', words: 'Stop-loss', price: read(stop), tone: 'stop', set: price => { this.stop = price.toFixed(2); } },
            { id: 'trail', words: 'Trailing stop', price: this.trail === undefined ? read(position.trailingStop ?? null) : null, tone: 'stop' },
            { id: 'take', words: 'Target', price: read(take), tone: 'take', set: price => { this.take = price.toFixed(2); } },
        ];
    }

    view(position) {
        const one = player(position.instrumentId);
        const price = one === null ? units(position.entryPrice) : units(one.price);
        const washOut = position.washOutPrice === null ? null : units(position.washOutPrice);
        const { stop, take, trail } = this.values(position);
        const part = this.part === null ? BigInt(position.quantity) : shares(this.part);
        const isPart = part !== null && part < BigInt(position.quantity);
        const faults = { stop: stop === null || this.stop === undefined ? '' : stopFault(position.direction, stop, price, washOut), take: take === null || this.take === undefined ? '' : takeFault(position.direction, take, price) };
        const isChanged = this.stop !== undefined || this.take !== undefined || this.trail !== undefined;
        const isOff = this.isBusy || contact.state === 'lost' || (one !== null && one.frozen);
        const closing = isClosing(position.id);
        return html`<section class="card manage" aria-label="Your position"><header><h2>${position.direction === 'LONG' ? 'Long' : 'Short'} ${position.quantity} <span class="soft">at ${shown(position.entryPrice)} · ×${position.leverage}</span></h2><a class="plain small" href=${to(`/players/${position.instrumentId}`)} aria-label="Leave this position">Done</a></header>
            <p class="big">${result(resultOf(position))} <span class="soft">coins if closed now</span></p>
            ${level('stop', 'Stop-loss', stop, faults.stop, position, value => { this.stop = value; draw(); }, () => proposed(position.direction, true, price, washOut))}
            ${level('take', 'Target', take, faults.take, position, value => { this.take = value; draw(); }, () => proposed(position.direction, false, price, washOut))}
            ${distance(trail, value => { this.trail = value; draw(); }, price, washOut, this.trail === undefined ? position.trailingStop : null)}
            <p class="hint">${stop === null && trail === null ? html`Without a stop-loss it closes at ${shown(position.washOutPrice)}, where half of the margin of ${shown(position.margin)} is lost.` : 'A level acts at the first price that reaches it. A jump can pass it; more than the margin is never lost.'}</p>
            ${this.problem === null ? nothing : html`<p class="fault" role="alert"><b>${this.problem.title}</b> ${this.problem.text}</p>`}
            ${position.quantity < 2 ? nothing : html`<label class="at-price"><span>Shares to close</span><input class="field num" inputmode="numeric" autocomplete="off" maxlength="7" aria-invalid=${part === null || part > BigInt(position.quantity)} .value=${live(this.part ?? String(position.quantity))} @input=${event => { this.part = event.target.value; draw(); }}></label>`}
            <div class="pair"><button class="button" ?disabled=${!isChanged || isOff || faults.stop !== '' || faults.take !== '' || (trail !== null && this.trail !== undefined && trailFault(trail, price) !== '')} @click=${() => this.save(position)}>${this.isBusy ? 'Saving …' : 'Save levels'}</button>
                <button class="button ${closing ? '' : 'main'}" ?disabled=${isOff || closing || part === null || part > BigInt(position.quantity)} @click=${() => { this.part = null; closePosition(position, isPart ? part : null); }}>${closing ? 'Closing …' : html`Close ${isPart ? `${part} ` : ''}at about ${coins(price)}`}</button></div>
            ${one !== null && one.frozen ? html`<p class="hint">${stopWords(one).title}. ${stopWords(one).text}</p>` : nothing}</section>`;
    }

    async save(position) {
        const { stop, take, trail } = this.values(position);
        this.isBusy = true;
        this.problem = null;
        draw();
        try {
            await change('PATCH', `/v1/positions/${encodeURIComponent(position.id)}`, {
                ...(this.stop === undefined ? {} : { stopLoss: stop === null ? null : decimal(units(stop)) }),
                ...(this.take === undefined ? {} : { takeProfit: take === null ? null : decimal(units(take)) }),
                ...(this.trail === undefined ? {} : { trailingDistance: trail === null ? null : decimal(units(trail)) }),
            });
            this.stop = undefined;
            this.take = undefined;
            this.trail = undefined;
            toast({ title: 'Levels saved', text: '', tone: 'good' });
        } catch (problem) {
            this.problem = problemWords(problem);
        }
        this.isBusy = false;
        draw();
    }
}

/** A level as a number, for drawing; null for none. */
export function read(text) {
    const value = text === null ? null : units(text);
    return value === null ? null : Number(value) / 10_000;
}

function short(text) {
    return text === null ? null : text.replace(/0{1,2}$/, '');
}

/** A level that is switched on and off, and typed. `position`: for the result at it. */
export function level(id, words, value, fault, position, set, propose) {
    const at = value === null ? null : units(value);
    const outcome = at === null || fault !== '' ? null : resultAt(position.direction, units(position.entryPrice), BigInt(position.quantity), at);
    return html`<div class="level-row ${id}"><label class="switch"><input type="checkbox" .checked=${live(value !== null)} @change=${event => set(event.target.checked ? (Number(propose()) / 10_000).toFixed(2) : null)}><i></i><span>${words}</span></label>
        ${value === null ? html`<span class="soft">none</span>` : html`<input class="field num" inputmode="decimal" autocomplete="off" aria-label="${words}, price" aria-invalid=${fault !== ''} .value=${live(value)} @input=${event => set(event.target.value)}>`}
        <span class="level-result">${fault !== '' ? html`<span class="down">${fault}</span>` : outcome === null ? nothing : result(outcome)}</span></div>`;
}


/** A trailing stop that is switched on and off; its distance is typed. `at`: where it is now; null if that isn't known. */
export function distance(value, set, price, washOut, at = null) {
    const fault = value === null ? '' : trailFault(value, price);
    const first = washOut === null ? price / 10n : (washOut > price ? washOut - price : price - washOut) / 2n;
    return html`<div class="level-row trail"><label class="switch"><input type="checkbox" .checked=${live(value !== null)} @change=${event => set(event.target.checked ? (Number(first) / 10_000).toFixed(2) : null)}><i></i><span>Trailing</span></label>
        ${value === null ? html`<span class="soft">none</span>` : html`<input class="field num" inputmode="decimal" autocomplete="off" aria-label="Trailing stop, distance" aria-invalid=${fault !== ''} .value=${live(value)} @input=${event => set(event.target.value)}>`}
        <span class="level-result">${value === null ? nothing : fault !== '' ? html`<span class="down">${fault}</span>` : html`<span class="soft">${at === null ? 'behind the best price' : `now at ${shown(at)}`}</span>`}</span></div>`;
}
