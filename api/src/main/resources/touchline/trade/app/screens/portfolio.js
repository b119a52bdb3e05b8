// What the user has: positions and shares, orders, closed positions and the ledger.

import { account, valueOf, worth } from '../account.js';
import { get } from '../api.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { nameOf, player } from '../market.js';
import { coins, shown, units } from '../money.js';
import { card, empty, of, result, tabs } from '../parts.js';
import { closeAllButton } from '../close-all.js';
import { positionRow } from '../positions.js';
import { pricesWords, restingCard } from '../resting.js';
import { ask, asked, replace, to } from '../../shared/route.js';
import { session } from '../session.js';
import { Source } from '../source.js';
import { waiting } from '../waiting.js';
import { Keys } from './keys.js';
import { dateWords, kindWords, problemWords, reasonWords } from '../words.js';

const TABS = { open: 'Open', orders: 'Orders', closed: 'Closed', ledger: 'Ledger', keys: 'Keys' };
const PAGE = 30;

export function portfolio() {
    if (session.token === null) {
        setTimeout(() => replace(to('/log-in', { back: location.pathname + location.search })));
        return { title: 'Portfolio', here: 'portfolio', view: () => nothing, stop: () => {} };
    }
    const lists = {
        orders: new List('/v1/orders', {}, type => type === 'order' || type === 'wallet'),
        closed: new List('/v1/positions', { status: 'closed' }, (type, data) => type === 'position' && data.closedAt !== null),
        ledger: new List('/v1/wallet/ledger', {}, type => type === 'wallet'),
        keys: new Keys(),
    };
    return {
        title: 'Portfolio',
        here: 'portfolio',
        view: () => page(lists),
        stop: () => Object.values(lists).forEach(list => list.stop()),
    };
}

/** A list that is read when it is first shown; its first page is kept fresh, older pages are added below it. */
class List {
    constructor(path, query, on) {
        Object.assign(this, { path, query, on, source: null, older: [], cursor: undefined });
    }

    get first() {
        this.source ??= new Source(() => get(this.path, { ...this.query, limit: PAGE }), { on: this.on, every: 15_000, gap: 1_000 });
        return this.source;
    }

    get items() {
        const seen = new Set();
        return [...this.first.value.items, ...this.older].filter(one => !seen.has(one.id) && seen.add(one.id));
    }

    get next() {
        return this.cursor === undefined ? this.first.value.nextCursor : this.cursor;
    }

    async more() {
        const page = await get(this.path, { ...this.query, limit: PAGE, cursor: this.next }).catch(() => null);
        if (page !== null) {
            this.older.push(...page.items);
            this.cursor = page.nextCursor;
        }
        draw();
    }

    stop() {
        this.source?.stop();
    }
}

function page(lists) {
    const tab = asked('tab') in TABS ? asked('tab') : 'open';
    return html`${money()}
        <div class="tab-line">${tabs('Shown', Object.entries(TABS), tab, choice => ask('tab', choice === 'open' ? '' : choice))}</div>
        ${tab === 'open' ? open() : tab === 'orders' ? orders(lists.orders) : tab === 'closed' ? closed(lists.closed) : tab === 'keys' ? lists.keys.view() : ledger(lists.ledger)}`;
}

function money() {
    const all = worth();
    const part = value => (all === null || all.equity <= 0n ? 0 : Math.max(0, Number(value * 1000n / all.equity) / 10));
    return html`<section class="money" aria-label="Your money"><h1 class="soft" tabindex="-1">Your account is worth</h1><p class="money-total num">${all === null ? '–' : coins(all.equity)}</p>
        ${all === null ? nothing : html`<div class="money-bar" aria-hidden="true">${[['cash', all.cash], ['shares', all.shares], ['held', all.held]].filter(([, value]) => value > 0n).map(([kind, value]) => html`<i class=${kind} .style=${`width: ${part(value)}%`}></i>`)}</div>
        <dl class="money-parts"><div class="cash"><dt>Cash</dt><dd class="num">${coins(all.cash)}</dd></div><div class="shares"><dt>Shares</dt><dd class="num">${coins(all.shares)}</dd></div><div class="held"><dt>Held</dt><dd class="num">${coins(all.held)}</dd></div><div><dt>Open result</dt><dd>${result(all.result)}</dd></div></dl>`}</section>`;
}

function open() {
    return html`<div class="columns"><div class="column">${card('Positions', of(account.positions, list => (list.length === 0
            ? empty('No open positions. Go long or short on a player’s page.', html`<a class="button" href=${to('/')}>Find a match</a>`) : html`<div class="rows">${list.map(positionRow)}</div>`)), { more: closeAllButton(account.positions?.value?.length ?? 0) })}</div>
        <div class="column">${restingCard()}${card('Shares', of(account.holdings, list => (list.length === 0 ? empty('You own no shares yet.', html`<a class="button" href=${to('/players')}>Find a player</a>`)
            : html`<div class="rows">${list.map(holding => html`<a class="row position-row" href=${to(`/players/${holding.instrumentId}`, { side: 'sell' })}><span class="way own">Own</span><span class="row-main"><b class="clip">${nameOf(holding.instrumentId)}</b><span class="soft num clip">${holding.quantity} shares · now ${shown(player(holding.instrumentId)?.price ?? holding.price)}</span></span>
                <span class="row-end"><b class="num">${coins(valueOf(holding))}</b>${result(valueOf(holding) - units(holding.cost))}</span></a>`)}</div>`)))}</div></div>`;
}

function listed(list, none, row) {
    return of(list.first, () => (list.items.length === 0 ? empty(none) : html`<div class="rows lines">${list.items.map(row)}</div>${list.next ? html`<p class="more"><button class="button" @click=${() => list.more()}>Show more</button></p>` : nothing}`));
}

function orders(list) {
    return card('Orders', listed(list, 'No orders yet.', one => {
        const words = { PENDING: 'waiting', WORKING: 'resting', TRIGGERED: 'triggered', FILLED: 'filled', REJECTED: 'not executed', CANCELLED: 'cancelled', EXPIRED: 'expired' }[one.state];
        return html`<a class="row line-row" href=${to(`/players/${one.instrumentId}`)}><span class="way ${one.side === 'BUY' ? 'long' : 'short'}">${one.side === 'BUY' ? 'Buy' : 'Sell'}</span><span class="row-main"><b class="clip">${one.quantity} ${nameOf(one.instrumentId)}</b><span class="soft">${one.problem ? problemWords(one.problem).text : one.at ? dateWords(one.at) : one.state === 'PENDING' ? 'In the in-play delay' : pricesWords(one)}</span></span>
            <span class="row-end">${one.amount ? html`<b class="num">${shown(one.amount)}</b><span class="soft num">at ${shown(one.averagePrice)}</span>` : html`<span class="tag ${one.state === 'PENDING' ? 'warn' : ''}">${words}</span>`}</span></a>`;
    }), { more: waiting.length > 0 ? html`<span class="tag warn">${waiting.length} waiting</span>` : nothing });
}

function closed(list) {
    return card('Closed positions', listed(list, 'No closed positions yet.', one => html`<a class="row line-row" href=${to(`/players/${one.instrumentId}`)}><span class="way ${one.direction === 'LONG' ? 'long' : 'short'}">${one.direction === 'LONG' ? 'Long' : 'Short'}<b class="num">×${one.leverage}</b></span>
        <span class="row-main"><b class="clip">${one.quantity} ${nameOf(one.instrumentId)}</b><span class="soft num">${shown(one.entryPrice)} → ${shown(one.closePrice)}</span><span class="soft">${reasonWords(one)} · ${dateWords(one.closedAt)}</span></span><span class="row-end"><b>${result(units(one.realisedPnl))}</b></span></a>`));
}

function ledger(list) {
    return card('Ledger', listed(list, 'No movement yet.', one => {
        const gain = units(one.cashChange) + units(one.heldChange);
        return html`<div class="row line-row"><span class="row-main"><b>${kindWords(one.kind)}</b><span class="soft">${dateWords(one.at)}</span></span><span class="row-end"><b>${gain === 0n ? html`<span class="num soft">${shown(one.amount)}</span>` : result(gain)}</b></span></div>`;
    }));
}
