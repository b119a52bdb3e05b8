// Money and prices: whole ten-thousandths of a coin, as BigInt. No floating-point number holds money.

const ONE = 10_000n;

/** Reads a decimal string such as "103.25"; null if it is none. */
export function units(text) {
    const parts = /^(-?)(\d{1,12})(?:[.,](\d{1,4}))?$/.exec(String(text ?? '').trim().replace(/[\s']/g, ''));
    if (parts === null) {
        return null;
    }
    const value = BigInt(parts[2]) * ONE + BigInt((parts[3] ?? '').padEnd(4, '0'));
    return parts[1] === '-' ? -value : value;
}

/** The decimal string that the API takes. */
export function decimal(value) {
    const size = value < 0n ? -value : value;
    return `${value < 0n ? '-' : ''}${size / ONE}.${String(size % ONE).padStart(4, '0')}`;
}

/** For people: two decimals, rounded half up, with separators of thousands. */
export function coins(value, sign = false) {
    if (value === null || value === undefined) {
        return '–';
    }
    const size = ((value < 0n ? -value : value) + 50n) / 100n;
    const whole = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, ',');
    const mark = size === 0n ? '' : value < 0n ? '−' : sign ? '+' : '';
    return `${mark}${whole}.${String(size % 100n).padStart(2, '0')}`;
}

/** The same of a string of the API. */
export function shown(text, sign = false) {
    return coins(text === null || text === undefined ? null : units(text), sign);
}

/** As a number, for drawing only. */
export function number(text) {
    return Number(text);
}

export function ceilDiv(a, b) {
    return (a + b - 1n) / b;
}

/** Basis points of an amount, rounded up. */
export function bpsUp(amount, bps) {
    return ceilDiv(amount * BigInt(bps), ONE);
}

/** Whole shares, or null. */
export function shares(text) {
    return /^\d{1,7}$/.test(String(text).trim()) && BigInt(text) > 0n ? BigInt(text) : null;
}
