// When an order is filled: now, or at a price that it waits for.

import { draw } from '../shared/draw.js';
import { html, live, nothing } from '../shared/html.js';
import { terms } from './market.js';
import { bpsUp, coins, decimal, units } from './money.js';
import { tabs } from './parts.js';

const TYPES = { now: 'Now', limit: 'Limit', stop: 'Stop' };
const AWAY = 50n;

export class OrderPrice {
    constructor() {
        this.type = 'now';
        this.text = '';
        this.isDay = false;
    }

    /** Whether it may have to wait. */
    get waits() {
        return this.type !== 'now';
    }

    /** The price that it waits for, in ten-thousandths; null where there is none. */
    get value() {
        const value = this.waits ? units(this.text) : null;
        return value !== null && value > 0n ? value : null;
    }

    /** Proposes a price two percent away, on the side where the order waits. */
    choose(type, isBuyer, price) {
        this.type = type;
        const falls = isBuyer === (type === 'limit');
        this.text = type === 'now' ? '' : (Number(falls ? price - price / AWAY : price + price / AWAY) / 10_000).toFixed(2);
        draw();
    }

    /** Why the market would refuse the price, or ''. */
    fault(isBuyer, price) {
        if (!this.waits) {
            return '';
        }
        if (this.value === null) {
            return 'Not a price.';
        }
        return this.type === 'limit' || (isBuyer ? this.value > price : this.value < price) ? '' : isBuyer ? 'Must be above the price.' : 'Must be below the price.';
    }

    /** What a purchase reserves until it is filled, with the fee; null where there is no price. */
    cost(quantity) {
        return this.value === null ? null : this.value * quantity + this.fee(quantity);
    }

    fee(quantity) {
        return bpsUp(this.value * quantity, terms.value?.feeBps ?? 0);
    }

    /** What is reserved while an order for shares waits. */
    sum(isBuyer, quantity) {
        if (quantity === null || this.value === null) {
            return nothing;
        }
        const fee = this.fee(quantity);
        return isBuyer ? html`<dl class="sum"><div class="lead"><dt>Reserved until it is filled</dt><dd class="num">${coins(this.cost(quantity))}</dd></div><div><dt>Fee in it</dt><dd class="num">${coins(fee)}</dd></div></dl>`
            : html`<dl class="sum"><div class="lead"><dt>You receive about</dt><dd class="num">${coins(this.value * quantity - fee)}</dd></div><div><dt>Held back until then</dt><dd class="num">${String(quantity)} shares</dd></div></dl>`;
    }

    /** The fields of the request. */
    body() {
        return this.value === null ? {} : { type: this.type.toUpperCase(), [this.type === 'limit' ? 'limitPrice' : 'stopPrice']: decimal(this.value), timeInForce: this.isDay ? 'DAY' : 'GTC' };
    }

    view(isBuyer, price) {
        const fault = this.fault(isBuyer, price);
        const words = this.type === 'limit' ? (isBuyer ? 'At or below' : 'At or above') : isBuyer ? 'Once it rises to' : 'Once it falls to';
        return html`<div class="when">${tabs('When', Object.entries(TYPES), this.type, type => this.choose(type, isBuyer, price))}
            ${!this.waits ? nothing : html`<label class="at-price"><span>${words}</span><input class="field num" inputmode="decimal" autocomplete="off" maxlength="12" aria-invalid=${fault !== ''} .value=${live(this.text)} @input=${event => { this.text = event.target.value; draw(); }}></label>
            ${fault === '' ? nothing : html`<p class="down" role="status">${fault}</p>`}
            <label class="switch"><input type="checkbox" .checked=${live(this.isDay)} @change=${event => { this.isDay = event.target.checked; draw(); }}><i></i><span>Only until the match is settled</span></label>
            <p class="hint">${this.type === 'limit' ? 'It waits for this price or a better one. What it may cost is reserved.' : 'It waits until the price is reached, and is filled at the price of that moment: a jump can make it worse.'}</p>`}</div>`;
    }
}
