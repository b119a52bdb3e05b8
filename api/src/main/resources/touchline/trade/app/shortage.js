// What a user lacks for a request. The market decides: this only saves a request that it would refuse.

import { account } from './account.js';
import { coins, units } from './money.js';

/** The user's shares of a player; null before they are known. */
export function heldOf(instrumentId) {
    const all = account.holdings?.value ?? null;
    return all === null ? null : all.find(each => each.instrumentId === instrumentId)?.quantity ?? 0;
}

/** {words, why} if the user has fewer shares than are to be sold; else null. */
export function sharesShort(quantity, held) {
    return held === null || quantity <= BigInt(held) ? null : { words: 'Not enough shares', why: held === 0 ? 'You own no shares of this player.' : `You own ${held} of them.` };
}

/** {words, why} if the cash is less than the cost, which may be unknown (null); else null. */
export function cashShort(cost) {
    const cash = account.portfolio?.value ? units(account.portfolio.value.cash) : null;
    return cash === null || cost === null || cost <= cash ? null : { words: 'Not enough cash', why: `It takes ${coins(cost)}, and you have ${coins(cash)} in cash.` };
}
