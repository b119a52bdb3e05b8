// The ticket: buy and sell shares, go long and short. Says what it costs and what can be lost before anything is sent.

import { account } from './account.js';
import { draw } from '../shared/draw.js';
import { html, live, nothing } from '../shared/html.js';
import { fixture, terms } from './market.js';
import { coins, decimal, shares, shown, units } from './money.js';
import { OrderPrice } from './order-price.js';
import { openingOf, proposed, resultAt, stopFault, takeFault, trailFault } from './opening.js';
import { distance, level, read } from './positions.js';
import { ask, asked, to } from '../shared/route.js';
import { session } from './session.js';
import { cashShort, heldOf, sharesShort } from './shortage.js';
import { contact } from './stream.js';
import { TicketQuote } from './ticket-quote.js';
import { submit } from './waiting.js';
import { problemWords, secondsWords, stopWords } from './words.js';

const SIDES = { buy: 'Buy', sell: 'Sell', long: 'Long', short: 'Short' };
const ABOUT = {
    buy: 'Own shares of this player. They gain and lose as the price does.',
    sell: 'Sell shares that you own.',
    long: 'Win when the price rises, with borrowed money.',
    short: 'Win when the price falls, with borrowed money.',
};
const WORSE_BPS = 100n;
const PAUSE = 800;

export class Ticket {
    constructor(id) {
        this.id = id;
        this.quantity = '10';
        this.isTyped = false;
        this.leverage = 5;
        Object.assign(this, { stop: null, take: null, trail: null });
        this.when = new OrderPrice();
        this.isBounded = true;
        this.quote = new TicketQuote(id);
        this.isBusy = false;
        this.problem = null;
    }

    get side() {
        return asked('side') in SIDES ? asked('side') : 'buy';
    }

    get isLeveraged() {
        return this.side === 'long' || this.side === 'short';
    }

    get isBuyer() {
        return this.side === 'buy' || this.side === 'long';
    }

    /** The price that the order is meant to be filled at. */
    base(one) {
        return this.when.value ?? units(one.price);
    }

    get direction() {
        return this.side.toUpperCase();
    }

    /** The levels for the chart. */
    levels(one) {
        if (!this.isLeveraged || terms.value === null) {
            return [];
        }
        const opening = this.opening(one);
        return [
            { id: 'wash', words: 'Wash-out', price: opening?.washOut ? Number(opening.washOut) / 10_000 : null, tone: 'wash' },
            { id: 'stop', words: 'Stop-loss', price: read(this.stop), tone: 'stop', set: price => { this.stop = price.toFixed(2); } },
            { id: 'take', words: 'Target', price: read(this.take), tone: 'take', set: price => { this.take = price.toFixed(2); } },
        ];
    }

    opening(one) {
        const quantity = shares(this.quantity);
        return quantity === null || terms.value === null ? null : openingOf(this.direction, this.base(one), quantity, this.leverage, terms.value);
    }

    /** The quote of what is entered; null while it is read. */
    get current() {
        return this.quote.of(this.side, shares(this.quantity));
    }

    keepQuoted(one) {
        const quantity = shares(this.quantity);
        this.quote.keep(this.side, quantity, this.isLeveraged || this.when.waits || quantity === null || one.frozen ? null : one.price);
    }

    view(one) {
        const held = heldOf(this.id) ?? 0;
        if (this.side === 'sell' && !this.isTyped && held > 0 && (shares(this.quantity) ?? 0n) > BigInt(held)) {
            this.quantity = String(held);
        }
        this.keepQuoted(one);
        return html`<section class="card ticket ${this.side}" aria-label="Ticket">
            <div class="sides" role="group" aria-label="What to do">${Object.entries(SIDES).map(([side, words]) => html`<button class="side ${side} ${side === this.side ? 'on' : ''}" aria-pressed=${side === this.side} @click=${() => this.choose(side)}>${words}</button>`)}</div>
            <p class="hint">${ABOUT[this.side]}${this.side === 'sell' ? html` You own <b class="num">${held}</b>.` : nothing}</p>
            ${this.when.view(this.isBuyer, units(one.price))}
            <form @submit=${event => { event.preventDefault(); this.send(one); }}>
                <div class="amount"><label for="quantity">Shares</label>
                    <div class="stepper"><button type="button" aria-label="Fewer shares" @click=${() => this.step(-1)}>−</button><input id="quantity" class="num" inputmode="numeric" autocomplete="off" maxlength="7" .value=${live(this.quantity)} aria-invalid=${shares(this.quantity) === null} @input=${event => this.set(event.target.value)}><button type="button" aria-label="More shares" @click=${() => this.step(1)}>+</button></div>
                    <div class="chips">${this.presets(held).map(([words, value]) => html`<button type="button" class="chip num" @click=${() => this.set(value)}>${words}</button>`)}</div></div>
                ${this.isLeveraged ? this.leveraged(one) : this.when.waits ? this.when.sum(this.isBuyer, shares(this.quantity)) : this.spot()}
                ${this.problem === null ? nothing : html`<p class="fault" role="alert"><b>${this.problem.title}</b> ${this.problem.text}</p>`}
                ${this.action(one)}
            </form></section>`;
    }

    presets(held) {
        return this.side === 'sell' && held > 0 ? [['Half', String(Math.max(1, Math.floor(held / 2)))], ['All', String(held)]] : [['1', '1'], ['10', '10'], ['50', '50'], ['200', '200']];
    }

    choose(side) {
        if (side !== this.side) {
            Object.assign(this, { stop: null, take: null, trail: null });
            this.when = new OrderPrice();
            this.problem = null;
            this.quote.value = null;
            this.isTyped = false;
            ask('side', side);
        }
    }

    set(quantity) {
        Object.assign(this, { quantity, isTyped: true, problem: null });
        draw();
    }

    step(by) {
        const quantity = shares(this.quantity) ?? 0n;
        this.set(String(quantity + BigInt(by) < 1n ? 1n : quantity + BigInt(by)));
    }

    spot() {
        const quote = this.current;
        const isBuy = this.side === 'buy';
        if (quote === null) {
            return html`<dl class="sum"><div><dt>${isBuy ? 'You pay' : 'You receive'}</dt><dd class="num">${this.quote.fault === null ? '…' : '–'}</dd></div></dl>${this.quote.fault === null ? nothing : html`<p class="fault" role="status"><b>${this.quote.fault.title}</b> ${this.quote.fault.text}</p>`}`;
        }
        const total = isBuy ? units(quote.amount) + units(quote.fee) : units(quote.amount) - units(quote.fee);
        return html`<dl class="sum"><div class="lead"><dt>${isBuy ? 'You pay' : 'You receive'}</dt><dd class="num">${coins(total)}</dd></div>
            <div><dt>Average price</dt><dd class="num">${shown(quote.averagePrice)}</dd></div><div><dt>Fee in it</dt><dd class="num">${shown(quote.fee)}</dd></div>
            <div><dt>Price after it</dt><dd class="num">${shown(quote.priceAfter)}</dd></div>
            ${isBuy ? html`<div class="risk"><dt>You can lose at most</dt><dd class="num">${coins(total)}</dd></div>` : nothing}</dl>
            <label class="switch"><input type="checkbox" .checked=${live(this.isBounded)} @change=${event => { this.isBounded = event.target.checked; draw(); }}><i></i><span>${isBuy ? 'Not above' : 'Not below'} <b class="num">${coins(this.bound(quote.averagePrice))}</b> on average</span></label>`;
    }

    /** The worst price that is accepted: one percent worse. */
    bound(price) {
        const value = units(price);
        return this.isBuyer ? value + value * WORSE_BPS / 10_000n : value - value * WORSE_BPS / 10_000n;
    }

    leveraged(one) {
        const opening = this.opening(one);
        const most = terms.value?.maxLeverage ?? 20;
        const position = opening === null ? null : { direction: this.direction, entryPrice: decimal(opening.entry), quantity: shares(this.quantity) };
        const faults = this.faults(one, opening);
        const at = (text, fault) => (text === null || fault !== '' || opening === null ? null : resultAt(this.direction, opening.entry, shares(this.quantity), units(text)));
        const stopped = at(this.stop, faults.stop);
        const taken = at(this.take, faults.take);
        return html`<div class="lever"><label for="leverage">Leverage</label><input id="leverage" type="range" min="1" max=${most} .value=${live(String(this.leverage))} aria-valuetext=${`${this.leverage} times`} @input=${event => { this.leverage = Number(event.target.value); draw(); }}><output class="num" for="leverage">×${this.leverage}</output></div>
            ${position === null ? nothing : html`${level('stop', 'Stop-loss', this.stop, faults.stop, position, value => { this.stop = value; draw(); }, () => proposed(this.direction, true, this.base(one), opening.washOut))}
                ${level('take', 'Target', this.take, faults.take, position, value => { this.take = value; draw(); }, () => proposed(this.direction, false, this.base(one), opening.washOut))}
                ${distance(this.trail, value => { this.trail = value; draw(); }, this.base(one), opening.washOut)}
            <dl class="sum"><div class="lead"><dt>You put in</dt><dd class="num">${coins(opening.margin)}</dd></div>
                <div><dt>Entry, spread included</dt><dd class="num">${coins(opening.entry)}</dd></div>
                <div><dt>Closes by itself at</dt><dd class="num">${coins(opening.washOut)}</dd></div>
                ${taken === null ? nothing : html`<div><dt>At the target</dt><dd class="num up">${coins(taken, true)}</dd></div>`}
                ${stopped === null ? html`<div class="risk"><dt>Lost at ${coins(opening.washOut)}</dt><dd class="num">${opening.washOut === null ? '–' : coins(-resultAt(this.direction, opening.entry, shares(this.quantity), opening.washOut))}</dd></div>` : html`<div class="risk"><dt>At the stop-loss</dt><dd class="num">${coins(stopped, true)}</dd></div>`}
                <div class="risk"><dt>You can lose at most</dt><dd class="num">${coins(opening.margin)}</dd></div></dl>
            <p class="hint">Drag the levels on the chart, or type them. A jump of the price can pass a level; more than you put in is never lost.</p>`}`;
    }

    faults(one, opening) {
        const washOut = opening?.washOut ?? null;
        return { stop: this.stop === null ? '' : stopFault(this.direction, this.stop, this.base(one), washOut), take: this.take === null ? '' : takeFault(this.direction, this.take, this.base(one)) };
    }

    action(one) {
        const stopped = stopWords(one);
        const match = fixture(one.fixtureId);
        const delay = terms.value?.inPlayDelayMs ?? 0;
        const isLate = match?.phase === 'LIVE' && delay > 0;
        if (session.token === null) {
            return html`<a class="button main wide" href=${to('/log-in', { back: location.pathname + location.search })}>Log in to trade</a><p class="hint">You start with play money. Coins can’t be cashed out.</p>`;
        }
        const { words, isReady, why } = this.label(one);
        return html`<button class="button wide main ${this.side}" ?disabled=${!isReady || this.isBusy || (stopped !== null && !(one.delisted && this.side === 'sell')) || contact.state === 'lost'}>${this.isBusy ? 'Sending …' : words}</button>
            ${why ? html`<p class="hint strong" role="status">${why}</p>` : nothing}
            ${stopped !== null ? html`<p class="hint strong">${stopped.title}. ${stopped.text}</p>` : isLate ? html`<p class="hint">The match is live: it waits ${secondsWords(delay)} and is dropped if anything happens on the pitch meanwhile.</p>` : nothing}`;
    }

    label(one) {
        const quantity = shares(this.quantity);
        if (quantity === null) {
            return { words: 'Enter a number of shares', isReady: false };
        }
        if (this.when.fault(this.isBuyer, units(one.price)) !== '') {
            return { words: 'Enter a price', isReady: false };
        }
        const short = this.side === 'sell' ? sharesShort(quantity, heldOf(this.id)) : cashShort(this.cost(one, quantity));
        if (short !== null) {
            return { ...short, isReady: false };
        }
        const at = this.when.waits ? ` at ${coins(this.when.value)}` : '';
        const noun = quantity === 1n ? 'share' : 'shares';
        if (!this.isLeveraged) {
            return { words: `${SIDES[this.side]} ${quantity} ${noun}${at}`, isReady: this.when.waits || this.current !== null };
        }
        const opening = this.opening(one);
        const faults = this.faults(one, opening);
        return { words: `Go ${this.side}, ${quantity} ${noun}${at}`, isReady: opening !== null && faults.stop === '' && faults.take === '' && (this.trail === null || trailFault(this.trail, this.base(one)) === '') };
    }

    /** What a purchase or an opening takes from the cash; null before it is known. */
    cost(one, quantity) {
        if (this.isLeveraged) {
            return this.opening(one)?.margin ?? null;
        }
        if (this.when.waits) {
            return this.when.cost(quantity);
        }
        return this.current === null ? null : units(this.current.amount) + units(this.current.fee);
    }

    async send(one) {
        if (!this.label(one).isReady || this.isBusy) {
            return;
        }
        const quantity = Number(shares(this.quantity));
        this.isBusy = true;
        this.problem = null;
        draw();
        try {
            if (this.isLeveraged) {
                const opening = this.opening(one);
                await submit({
                    kind: 'opening', path: '/v1/positions', instrumentId: this.id, label: `${SIDES[this.side]} ${quantity}`,
                    body: {
                        instrumentId: this.id, direction: this.direction, quantity, leverage: this.leverage, ...(this.when.waits ? this.when.body() : { worstPrice: decimal(this.bound(decimal(opening.entry))) }),
                        ...(this.stop === null ? {} : { stopLoss: decimal(units(this.stop)) }), ...(this.take === null ? {} : { takeProfit: decimal(units(this.take)) }),
                        ...(this.trail === null ? {} : { trailingDistance: decimal(units(this.trail)) }),
                    },
                });
                Object.assign(this, { stop: null, take: null, trail: null });
            } else {
                await submit({
                    kind: 'order', path: '/v1/orders', instrumentId: this.id, label: `${SIDES[this.side]} ${quantity}`,
                    body: { instrumentId: this.id, side: this.side.toUpperCase(), quantity, ...(this.when.waits ? this.when.body() : this.isBounded ? { worstPrice: decimal(this.bound(this.current.averagePrice)) } : {}) },
                });
            }
            if (this.when.waits) {
                this.when = new OrderPrice();
                account.resting?.read();
            }
        } catch (problem) {
            this.problem = problemWords(problem);
        }
        // A double click is one order.
        setTimeout(() => { this.isBusy = false; draw(); }, this.problem === null ? PAUSE : 0);
        draw();
    }
}
