// What an opening of a position costs, and what can be lost: computed as the market does, at the price of now.

import { bpsUp, ceilDiv, units } from './money.js';

/** {entry, margin, washOut} in ten-thousandths; washOut is null where no price can wash it out. */
export function openingOf(direction, price, quantity, leverage, terms) {
    const isLong = direction === 'LONG';
    const spread = bpsUp(price, terms.spreadBps);
    const entry = isLong ? price + spread : price - spread;
    const margin = ceilDiv(entry * quantity, BigInt(leverage));
    const bearable = ceilDiv(bpsUp(margin, 10_000 - terms.closeOutBps), quantity);
    const washOut = isLong ? entry - bearable : entry + bearable;
    return { entry, margin, washOut: washOut > 0n ? washOut : null };
}

/** The result of a position at a price. */
export function resultAt(direction, entry, quantity, price) {
    return (direction === 'LONG' ? price - entry : entry - price) * quantity;
}

/** Why a stop-loss can't act, or ''. Texts are null where no level is set. */
export function stopFault(direction, stop, price, washOut) {
    const isLong = direction === 'LONG';
    const level = units(stop);
    if (level === null || level <= 0n) {
        return 'Not a price.';
    }
    if (isLong ? level >= price : level <= price) {
        return isLong ? 'Must be below the price.' : 'Must be above the price.';
    }
    if (washOut !== null && (isLong ? level <= washOut : level >= washOut)) {
        return 'Must be reached before the wash-out price.';
    }
    return '';
}

/** Why a target can't act, or ''. */
export function takeFault(direction, take, price) {
    const isLong = direction === 'LONG';
    const level = units(take);
    if (level === null || level <= 0n) {
        return 'Not a price.';
    }
    return (isLong ? level > price : level < price) ? '' : isLong ? 'Must be above the price.' : 'Must be below the price.';
}

/** Why a trailing stop can't lie so far behind the price, or ''. */
export function trailFault(distance, price) {
    const value = units(distance);
    return value === null || value <= 0n ? 'Not a distance.' : value >= price ? 'Must be less than the price.' : '';
}

/** A first proposal for a level: halfway to the wash-out, or as far on the other side. */
export function proposed(direction, isStop, price, washOut) {
    const isDown = (direction === 'LONG') === isStop;
    const distance = washOut === null ? price / 10n : (washOut > price ? washOut - price : price - washOut) / 2n;
    return isDown ? price - distance : price + distance;
}
