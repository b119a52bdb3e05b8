// The quote of a ticket: what an order at the price of now would cost or bring.

import { get } from './api.js';
import { draw } from '../shared/draw.js';
import { faultWords, problemWords } from './words.js';

const TYPING = 180;
const AGAIN = 3_000;

export class TicketQuote {
    constructor(id) {
        this.id = id;
        this.value = null;
        this.fault = null;
        this.askedFor = '';
        this.timer = null;
    }

    /** The quote of a side and a quantity; null while it is read: that of another quantity bounds the price wrongly. */
    of(side, quantity) {
        return this.value?.side === side && this.value.quantity === quantity ? this.value : null;
    }

    /** Asks for a quote when the side, the quantity or the price has changed; for none while the price is null. */
    keep(side, quantity, price) {
        const wanted = price === null ? '' : `${side} ${quantity} ${price}`;
        if (wanted !== this.askedFor) {
            clearTimeout(this.timer);
            this.askedFor = wanted;
            if (wanted === '') {
                this.value = null;
                this.fault = null;
            } else {
                this.timer = setTimeout(() => this.read(wanted, side, quantity), TYPING);
            }
        }
    }

    async read(wanted, side, quantity) {
        try {
            const quote = await get(`/v1/instruments/${encodeURIComponent(this.id)}/quote`, { side: side.toUpperCase(), quantity });
            if (wanted === this.askedFor) {
                this.value = { ...quote, side, quantity };
                this.fault = null;
            }
        } catch (problem) {
            if (wanted === this.askedFor) {
                this.value = null;
                this.fault = problem.status === 0 || problem.status >= 500 ? { title: 'No quote.', text: faultWords(problem) } : problemWords(problem);
                // The market may give one later, though nothing of the wish changes.
                this.timer = setTimeout(() => this.read(wanted, side, quantity), Math.max(AGAIN, (problem.retryAfter || 0) * 1_000));
            }
        }
        draw();
    }

    /** Asks for no further quotes. */
    stop() {
        clearTimeout(this.timer);
        this.askedFor = null;
    }
}
