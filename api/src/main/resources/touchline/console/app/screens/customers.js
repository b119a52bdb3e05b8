// Customers: found by id or name, and what can be done for one.

import { change, get, may, session } from '../api.js';
import { correct } from '../correction-commands.js';
import { blockCustomer, decideAdjustment, endSessions, requestAdjustment, unblockCustomer } from '../customer-commands.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { button, empty, facts, figure, from, head, relative, section, state, tag, time, wholeTime } from '../parts.js';
import { meetPlayersOf, nameOf } from '../players.js';
import { ask, asked, to } from '../../shared/route.js';
import { Source } from '../source.js';
import { capital, exactCoins, number, plain } from '../words.js';

const TONES = { REQUESTED: 'RUNNING', APPROVED: 'PAUSED', BOOKED: 'SUCCEEDED', REFUSED: 'SKIPPED', EXPIRED: 'SKIPPED', FAILED: 'FAILED' };

const COMMANDS = html`<span class="hidden-words">Commands</span>`;

function table(name, columns, list, row) {
    return html`<div class="table-box" tabindex="0" role="region" aria-label=${`${name}, table`}><table class="mini stacked"><thead><tr>${columns.map(([text, kind = '']) => html`<th class=${kind}>${text}</th>`)}</tr></thead><tbody>${list.map(row)}</tbody></table></div>`;
}

function adjustments(list, after, { who }) {
    return table('Adjustments', [['Id'], ...(who ? [['Customer']] : []), ['Coins', 'r'], ['State'], ['Requested'], ['Reason'], [COMMANDS]], list, one => html`<tr>
        <td class="num">${one.id}</td>${who ? html`<td><a class="name" href=${to(`/customers/${one.userId}`)}>${one.userId}</a></td>` : nothing}<td class="r num" data-label="Coins">${exactCoins(one.amount)}</td>
        <td>${state(TONES[one.state], one.state === 'APPROVED' ? 'approved, not booked' : plain(one.state))}${one.failure ? html` <span class="soft">${plain(one.failure)}</span>` : nothing}</td>
        <td>${one.requestedBy} ${relative(one.requestedAt)}${one.state === 'REQUESTED' ? html`<span class="soft">, until ${time(one.expiresAt)}</span>` : nothing}${one.decidedBy ? html`<span class="soft">, decided by ${one.decidedBy}</span>` : nothing}</td><td>${one.reason}</td>
        <td class="commands-cell">${may('admin') && (one.state === 'APPROVED' || (one.state === 'REQUESTED' && one.requestedBy !== session.user)) ? button('Approve', () => decideAdjustment(one, 'approve', after), { kind: 'small', label: `Approve adjustment ${one.id}` }) : nothing}
            ${may('admin') && one.state === 'REQUESTED' ? button(one.requestedBy === session.user ? 'Withdraw' : 'Refuse', () => decideAdjustment(one, 'refuse', after), { kind: 'small', label: `${one.requestedBy === session.user ? 'Withdraw' : 'Refuse'} adjustment ${one.id}` }) : nothing}</td></tr>`);
}

function rows(list, isSearch) {
    return list.length === 0 ? empty(isSearch ? 'No customer matches.' : 'No customers yet.', isSearch ? `Search for an id${may('operator') ? ', a part of a name, or an exact e-mail address of the last 90 days.' : ' or a part of a name. An operator can search by an e-mail address.'}` : 'They come with their first log-in.')
        : table('Customers', [['Customer'], ['Id'], ['Since'], ['State']], list, one => html`<tr><td><a class="name" href=${to(`/customers/${one.id}`)}>${one.name}</a>${one.kind === 'BOT' ? tag('bot') : nothing}</td>
            <td class="soft">${one.id}</td><td>${wholeTime(one.since)}</td><td>${one.block ? state('PAUSED', 'blocked') : nothing}</td></tr>`);
}

function use({ maximum, used }, words) {
    return html`<span class="num">${words(used)}</span> of ${maximum === null ? 'any number' : html`<span class="num">${words(maximum)}</span>`}`;
}

function cancel(kind, id, words) {
    return may('operator') ? button('Cancel', () => correct({ kind, tradeId: id }, `Cancel ${words} ${id}`), { kind: 'small', label: `Cancel ${words} ${id}` }) : nothing;
}

const BOOKS = {
    positions: ['Open positions', { status: 'open' }, [['Player'], ['Side'], ['Quantity', 'r'], ['Leverage', 'r'], ['Entry', 'r'], ['Margin', 'r'], ['Result now', 'r'], ['Opened']], one => html`<tr><td><a href=${to(`/exposure/${one.instrumentId}`)}>${nameOf(one.instrumentId)}</a></td><td>${plain(one.direction)}</td><td class="r num" data-label="Quantity">${number(one.quantity)}</td><td class="r num">${one.leverage}×</td><td class="r num" data-label="Entry">${one.entryPrice}</td><td class="r num" data-label="Margin">${exactCoins(one.margin)}</td><td class="r num" data-label="Result now">${one.unrealisedPnl === null ? '–' : exactCoins(one.unrealisedPnl)}</td><td>${relative(one.openedAt)}</td></tr>`],
    holdings: ['Shares', {}, [['Player'], ['Quantity', 'r'], ['Cost', 'r'], ['Value now', 'r']], one => html`<tr><td><a href=${to(`/exposure/${one.instrumentId}`)}>${nameOf(one.instrumentId)}</a></td><td class="r num" data-label="Quantity">${number(one.quantity)}</td><td class="r num" data-label="Cost">${exactCoins(one.cost)}</td><td class="r num" data-label="Value">${exactCoins(one.value)}</td></tr>`],
    closed: ['Closed positions', { status: 'closed' }, [['Id'], ['Player'], ['Side'], ['Quantity', 'r'], ['Entry', 'r'], ['Close', 'r'], ['Why'], ['Result', 'r'], ['Closed'], [COMMANDS]], one => html`<tr><td class="num">${one.id}</td><td><a href=${to(`/exposure/${one.instrumentId}`)}>${nameOf(one.instrumentId)}</a></td><td>${plain(one.direction)}</td><td class="r num" data-label="Quantity">${number(one.quantity)}</td><td class="r num" data-label="Entry">${one.entryPrice}</td><td class="r num" data-label="Close">${one.closePrice}</td><td>${plain(one.closeReason)}</td><td class="r num" data-label="Result">${exactCoins(one.realisedPnl)}</td><td>${relative(one.closedAt)}</td><td class="commands-cell">${cancel('CANCEL_CLOSE', one.id, 'the close of position')}</td></tr>`],
    orders: ['Orders', {}, [['Id'], ['Player'], ['Side'], ['Quantity', 'r'], ['Amount', 'r'], ['State'], ['At'], [COMMANDS]], one => html`<tr><td class="num">${one.id}</td><td><a href=${to(`/exposure/${one.instrumentId}`)}>${nameOf(one.instrumentId)}</a></td><td>${plain(one.side)}</td><td class="r num" data-label="Quantity">${number(one.quantity)}</td><td class="r num" data-label="Amount">${one.amount ? exactCoins(one.amount) : '–'}</td><td>${plain(one.state)}${one.problem ? html` <span class="soft">${one.problem.title}</span>` : nothing}</td><td>${relative(one.at ?? one.executeAt)}</td><td class="commands-cell">${one.state === 'FILLED' ? cancel('CANCEL_ORDER', one.id, 'order') : nothing}</td></tr>`],
    ledger: ['Ledger', {}, [['At'], ['Kind'], ['From'], ['To'], ['Coins', 'r'], ['Reference']], one => html`<tr><td>${wholeTime(one.at)}</td><td>${plain(one.kind)}</td><td>${one.debit}</td><td>${one.credit}</td><td class="r num" data-label="Coins">${exactCoins(one.amount)}</td><td>${one.reference}</td></tr>`],
    'log-ins': ['Log-ins', {}, [['At'], ['Device'], ['Token expires'], ['State']], one => html`<tr><td>${wholeTime(one.at)}</td><td>${one.device ?? html`<span class="faint">unknown</span>`}</td><td>${relative(one.expiresAt)}</td><td>${one.ended ? tag('ended') : nothing}</td></tr>`],
};

function customer(id) {
    const path = `/v1/ops/customers/${encodeURIComponent(id)}`;
    const on = (type, data) => type === 'audit' && (data.subject ?? '').includes(id);
    const detail = new Source(() => get(path), { on, every: 5_000 });
    const requests = new Source(() => get('/v1/ops/adjustments', { user: id, limit: 20 }), { on, every: 10_000 });
    let shown = null;
    let book = null;

    /** One part at a time is read: an address of its own, so that it can be linked to. */
    function part() {
        const wanted = BOOKS[asked('show')] ? asked('show') : 'positions';
        if (shown !== wanted) {
            shown = wanted;
            book?.stop();
            book = new Source(async () => meetPlayersOf(await get(`${path}/${wanted === 'closed' ? 'positions' : wanted}`, wanted === 'holdings' ? {} : { limit: 50, ...BOOKS[wanted][1] })), { on, every: 5_000 });
        }
        const [, , columns, row] = BOOKS[wanted];
        return html`<div class="chips">${Object.entries(BOOKS).map(([name, [text]]) => html`<button type="button" class="chip" aria-pressed=${String(name === wanted)} @click=${() => ask('show', name)}>${text}</button>`)}</div>
            ${from(book, ({ items, nextCursor }) => (items.length === 0 ? empty('None.') : html`${table(BOOKS[wanted][0], columns, items, row)}${nextCursor ? html`<p class="more soft">The latest 50.</p>` : nothing}`))}`;
    }

    const after = () => Promise.all([detail.read(), requests.read()]);

    function commands(one) {
        return html`${may('operator') ? html`${one.block ? button('Unblock', () => unblockCustomer(one, after), { kind: 'primary' }) : button('Block', () => blockCustomer(one, after), { kind: 'danger' })}
            ${button('End sessions', () => endSessions(one, after))}` : nothing}${may('admin') ? button('Adjust cash', () => requestAdjustment(one, after)) : nothing}`;
    }

    return {
        title: 'Customer',
        here: 'customers',
        view: () => html`${head(detail.value?.customer.name ?? 'Customer', { sub: id, before: html`<p class="crumb"><a href=${to('/customers')}>Customers</a></p>`, commands: detail.value ? commands(detail.value.customer) : nothing })}
            ${from(detail, one => html`${one.customer.block ? html`<div class="note warn">Blocked by ${one.customer.block.by} ${relative(one.customer.block.at)}: “${one.customer.block.reason}”. Purchases and openings are refused.</div>` : nothing}
                ${section('Wallet', html`${one.wallet === null ? empty('No wallet.') : html`<div class="figures">${figure(exactCoins(one.wallet.equity), 'equity')}${figure(exactCoins(one.wallet.cash), 'cash')}${figure(exactCoins(one.wallet.held), 'held')}${figure(exactCoins(one.wallet.holdings), 'shares')}${figure(exactCoins(one.wallet.unrealisedPnl), 'open result', { loud: Number(one.wallet.unrealisedPnl) < 0 ? 'bad' : '' })}</div>`}
                    ${facts([['Since', wholeTime(one.customer.since)], ['Kind', capital(plain(one.customer.kind))], ['Open positions', use(one.openPositions, number)], ['Exposure', use(one.exposure, exactCoins)], ['Watched until', one.watchedUntil ? relative(one.watchedUntil) : 'unknown']])}`)}
                ${section('Records', part())}
                ${from(requests, ({ items }) => (items.length === 0 ? nothing : section('Adjustments', adjustments(items, after, { who: false }))))}`)}`,
        stop: () => {
            detail.stop();
            requests.stop();
            book?.stop();
        },
    };
}

/**
 * What the operator has typed: neither in the address of the page nor in that of a request, as both are remembered and logged, and it may be a name or an e-mail address. It stays while
 * the operator looks at a customer.
 *
 * sought: the e-mail address that was searched last, and the ids found by it
 */
let typed = { by: null, text: '', sought: null };

function isEmail(text) {
    return text.includes('@') && may('operator');
}

/** Those found by an e-mail address are read again by their ids: each search by an address is audited, and a page that refreshes itself is no search. */
async function found(text, seek) {
    if (isEmail(text)) {
        if (seek) {
            const page = await change('POST', '/v1/ops/customers/by-email', { email: text });
            typed.sought = { email: text, ids: page.items.map(one => one.id) };
            return page;
        }
        return typed.sought?.email !== text ? { items: [], nextCursor: null, waits: true }
            : { items: (await Promise.all(typed.sought.ids.map(id => get(`/v1/ops/customers/${encodeURIComponent(id)}`)))).map(one => one.customer), nextCursor: null };
    }
    return text === '' ? get('/v1/ops/customers', { limit: 50 }) : change('POST', '/v1/ops/customers/search', { text });
}

export function customers(id) {
    if (id) {
        return customer(id);
    }
    if (typed.by !== session.user) {
        typed = { by: session.user, text: '', sought: null };
    }
    let typing = null;
    let seeks = false;
    const text = () => typed.text.trim();
    const concerns = (type, data) => type === 'audit' && (data.subject ?? '').startsWith('customer');
    const list = new Source(() => {
        const seek = seeks;
        seeks = false;
        return found(text(), seek);
    }, { query: text, on: concerns, every: 15_000 });
    const requests = new Source(() => get('/v1/ops/adjustments', { state: 'open', limit: 50 }), { on: concerns, every: 10_000 });

    function seek() {
        clearTimeout(typing);
        seeks = isEmail(text());
        list.read();
    }

    return {
        title: 'Customers',
        here: 'customers',
        view: () => html`${head('Customers', { sub: may('operator') ? 'Find a customer by id, name or e-mail address.' : 'Find a customer by id or name.' })}
            ${requests.value === null && requests.error === null ? nothing : from(requests, ({ items }) => (items.length === 0 ? nothing : section('To approve', adjustments(items, () => requests.read(), { who: true }))))}
            <div class="tools"><label class="search"><span class="hidden-words">Search customers</span><input type="search" placeholder=${may('operator') ? 'Id, name or e-mail ( / )' : 'Id or name ( / )'} autocomplete="off" maxlength="254" .value=${typed.text}
                @input=${event => {
                    typed.text = event.target.value;
                    clearTimeout(typing);
                    typing = setTimeout(() => list.read(), 300);
                    draw();
                }} @keydown=${event => event.key === 'Enter' && seek()}></label>${isEmail(text()) ? button('Search by e-mail', seek) : nothing}</div>
            ${section('Found', from(list, ({ items, nextCursor, waits }) => html`${waits ? empty('Not searched yet.', 'Press Enter. The audit log records who searches by an e-mail address, and who was found.') : rows(items, text())}${nextCursor ? html`<p class="more soft">The first 50: search for more of the name.</p>` : nothing}`))}`,
        stop: () => {
            clearTimeout(typing);
            list.stop();
            requests.stop();
        },
    };
}
