// What the user has: money, shares, positions, orders, and requests that wait out the in-play delay.

import { all, get } from './api.js';
import { player } from './market.js';
import { decimal, number, units } from './money.js';
import { onSession, session } from './session.js';
import { Source } from './source.js';
import { listen } from './stream.js';

/** portfolio, positions, holdings, resting (orders and openings that wait for a price): sources, or null while nobody is logged in. */
export const account = { portfolio: null, positions: null, holdings: null, resting: null };

/** The ids of orders and openings that were seen to wait for a price. */
export const rested = new Set();

async function readResting() {
    const pages = await Promise.all([get('/v1/orders', { state: 'WORKING,TRIGGERED', limit: 200 }), get('/v1/positions/openings')]);
    const items = pages.flatMap(page => page.items);
    items.forEach(one => rested.add(one.id));
    return items;
}

function open() {
    Object.keys(account).forEach(name => {
        account[name]?.stop();
        account[name] = null;
    });
    if (session.token !== null) {
        const money = type => type === 'wallet' || type === 'position';
        account.portfolio = new Source(() => get('/v1/portfolio'), { on: money, every: 20_000, gap: 800 });
        account.positions = new Source(() => all('/v1/positions', { status: 'open' }), { on: type => type === 'position', every: 30_000, gap: 600 });
        account.resting = new Source(readResting, { on: type => type === 'order' || type === 'position-request' || money(type), every: 20_000, gap: 600 });
        account.holdings = new Source(() => all('/v1/holdings'), { on: type => type === 'wallet', every: 20_000, gap: 800 });
    }
}

listen((type, data) => {
    const { positions, portfolio } = account;
    if (type === 'position' && positions?.value) {
        const others = positions.value.filter(one => one.id !== data.id);
        positions.value = data.closedAt === null ? [data, ...others].sort((a, b) => Number(b.id) - Number(a.id)) : others;
    } else if (type === 'price' && positions?.value) {
        positions.value.filter(one => one.instrumentId === data.id && one.trailingStop).forEach(one => follow(one, units(data.price)));
    } else if (type === 'wallet' && portfolio?.value) {
        portfolio.value = { ...portfolio.value, cash: data.cash, held: data.held };
    }
});
onSession(open);
open();

/** Moves a trailing stop behind a price, if that is better than those before. */
function follow(position, price) {
    const distance = units(position.trailingDistance);
    const isLong = position.direction === 'LONG';
    const stop = isLong ? price - distance : price + distance;
    if (isLong ? stop > units(position.trailingStop) : stop < units(position.trailingStop)) {
        position.trailingStop = decimal(stop);
    }
}

/** The result of closing a position at the price of now, in ten-thousandths; null if the price isn't known. */
export function resultOf(position) {
    const one = player(position.instrumentId);
    if (one === null) {
        return position.unrealisedPnl === null ? null : units(position.unrealisedPnl);
    }
    const move = units(one.price) - units(position.entryPrice);
    return (position.direction === 'LONG' ? move : -move) * BigInt(position.quantity);
}

/** What a sale of shares would bring now: as the server computed it, moved by the price since then. */
export function valueOf(holding) {
    const one = player(holding.instrumentId);
    const value = units(holding.value);
    return one === null || holding.price === null ? value : BigInt(Math.round(Number(value) * number(one.price) / number(holding.price)));
}

/** The account's value at the prices of now: {cash, held, shares, result, equity}; null before it is known. */
export function worth() {
    const { portfolio, positions, holdings } = account;
    if (!portfolio?.value) {
        return null;
    }
    const cash = units(portfolio.value.cash);
    const held = units(portfolio.value.held);
    const result = positions.value === null ? units(portfolio.value.unrealisedPnl) : positions.value.reduce((sum, one) => sum + (resultOf(one) ?? 0n), 0n);
    const shares = holdings.value === null ? units(portfolio.value.holdings) : holdings.value.reduce((sum, one) => sum + valueOf(one), 0n);
    return { cash, held, shares, result, equity: cash + held + shares + result };
}
