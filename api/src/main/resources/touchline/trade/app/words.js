// The API's facts in words for people.

import { coins, shown, units } from './money.js';

const EVENTS = { 10: 'Video review', 14: 'Goal', 15: 'Own goal', 16: 'Penalty scored', 17: 'Penalty missed', 18: 'Substitution', 19: 'Yellow card', 20: 'Red card', 21: 'Second yellow card', 57: 'Saves', 118: 'Rating', 119: 'Minutes played', 194: 'Clean sheet' };

export function eventWords(event) {
    switch (event.amount === null ? 0 : event.type) {
        case 57: return event.amount === 1 ? '1 save' : `${event.amount} saves`;
        case 118: return `Rating ${(event.amount / 100).toFixed(2)}`;
        case 119: return `${event.amount} minutes played`;
        default: return EVENTS[event.type] ?? 'Event';
    }
}

/** The part of the other player in an event. */
export function otherWords(event, name) {
    return event.type === 14 ? `assist ${name}` : event.type === 18 ? `for ${name}` : name;
}

export function minuteWords(event) {
    return event.minute === null ? '' : event.extraMinute ? `${event.minute}+${event.extraMinute}′` : `${event.minute}′`;
}

const STATES = { HT: 'Half-time', BREAK: 'Break', PEN_BREAK: 'Before the penalties', EXTRA_TIME_BREAK: 'Half-time of extra time', INPLAY_PENALTIES: 'Penalties', FT: 'Full time', AET: 'After extra time', FT_PEN: 'After penalties', POSTPONED: 'Postponed', CANCELLED: 'Cancelled', ABANDONED: 'Abandoned', SUSPENDED: 'Suspended', INTERRUPTED: 'Interrupted', AWARDED: 'Awarded', DELAYED: 'Delayed' };

/** How far a match is. */
export function clockWords(match) {
    if (match.phase === 'LIVE') {
        return STATES[match.state] ?? (match.minute === null ? 'Live' : `${match.minute}′`);
    }
    return match.phase === 'UPCOMING' ? STATES[match.state] ?? kickOffWords(match.kickOff) : STATES[match.state] ?? (match.phase === 'VOID' ? 'Void' : 'Full time');
}

export function kickOffWords(at) {
    const day = new Date(at);
    const isToday = day.toDateString() === new Date().toDateString();
    return isToday ? `Today ${timeWords(at)}` : `${day.toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' })} ${timeWords(at)}`;
}

export function timeWords(at, seconds = false) {
    return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', ...(seconds && { second: '2-digit' }) });
}

export function dateWords(at) {
    return new Date(at).toDateString() === new Date().toDateString() ? timeWords(at, true) : `${new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' })} ${timeWords(at)}`;
}

/** Seconds as people say them. */
export function secondsWords(millis) {
    const seconds = Math.max(0, millis) / 1_000;
    return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

const FROZEN = {
    event: ['Trading paused', 'A goal, a penalty or a red card. Prices settle for a few seconds; then trading resumes.'],
    review: ['Trading paused: video review', 'The referee reviews a decision. Trading resumes when it is made.'],
    'feed-silent': ['Trading paused: no match data', 'The data of this match has stopped arriving. Trading resumes when it is back.'],
    'market-over': ['The match is over', 'Shares and positions are settled at the price of the final whistle. Trading resumes after that.'],
    settlement: ['Being settled', 'Shares are sold and positions closed at the price of the final whistle. Trading resumes in a moment.'],
    halted: ['Trading halted', 'The operators have stopped trading of this player.'],
};

/** Why a player can't be traded now: {title, text}, or null. */
export function stopWords(player) {
    if (player.delisted) {
        return { title: 'Not listed any more', text: 'This player is in no squad. You can sell and close, not buy.' };
    }
    if (!player.frozen) {
        return null;
    }
    const [title, text] = FROZEN[player.frozenBecause] ?? ['Trading paused', 'Trading in this player is stopped. It resumes by itself.'];
    return { title, text };
}

const CLOSED = {
    'store-changed': 'The market is being restored. Positions keep their stop-losses.',
    'rebuild-needed': 'The market is being restored. Positions keep their stop-losses.',
    'store-unavailable': 'The market can’t reach its data at the moment. Nothing is lost.',
    halted: 'The operators have halted trading.',
    'book-behind': 'The records are behind. Buying and opening wait until they have caught up; selling and closing go on.',
};

/** Why the whole market is closed, or ''. */
export function closedWords(status) {
    return status === null || status.trading === 'open' ? '' : CLOSED[status.reason] ?? 'The market takes no orders at the moment.';
}

const ADVICE = {
    'event-during-delay': 'Something happened in the match while your request waited. Check the price and send it again if you still want it.',
    'price-moved': 'The price moved further than you accept. Nothing was traded.',
    'insufficient-funds': 'Your cash does not cover it.',
    'insufficient-holding': 'You hold fewer shares than that.',
    'idempotency-key-reused': 'This request was sent before in another form. Send it again.',
};

/** A problem of the API: {title, text}. */
export function problemWords(problem) {
    const facts = problem.facts ?? problem;
    if (problem.isUnknown) {
        return { title: problem.status === 0 ? 'No answer.' : 'The market can’t answer.', text: 'It is unknown whether it took the request. Your orders and positions show it once it answers again.' };
    }
    const errors = (facts.errors ?? []).map(one => `${fieldWords(one.field)} ${one.message}`).join('. ');
    return { title: `${facts.title ?? 'The market refused it'}.`.replace('..', '.'), text: errors === '' ? ADVICE[facts.type] ?? facts.detail ?? '' : `${errors}.` };
}

/** Why something can't be read. */
export function faultWords(problem) {
    return problem.status === 0 ? 'The market does not answer. The page goes on trying.'
        : problem.status >= 500 ? 'The market can’t show this at the moment. Your positions keep their levels, and the page goes on trying.'
        : problem.detail || problem.message;
}

const FIELDS = { quantity: 'The number of shares', leverage: 'The leverage', stopLoss: 'The stop-loss', takeProfit: 'The target', trailingDistance: 'The trailing stop', limitPrice: 'The limit', stopPrice: 'The stop', worstPrice: 'The price limit', instrumentId: 'The player' };

function fieldWords(field) {
    return FIELDS[field] ?? field;
}

/** An executed order. */
export function fillWords(order) {
    const isBuy = order.side === 'BUY';
    return { title: `${isBuy ? 'Bought' : 'Sold'} ${order.quantity} at ${shown(order.averagePrice)}`, text: isBuy ? `${coins(units(order.amount) + units(order.fee))} coins, fee included.` : `${coins(units(order.amount) - units(order.fee))} coins, after the fee.`, tone: 'good' };
}

const REASONS = { USER: 'Closed by you', STOP_LOSS: 'Stop-loss reached', TAKE_PROFIT: 'Target reached', WASH_OUT: 'Washed out: half of the margin was lost', FULL_TIME: 'Settled at full time', VOID: 'Match void: closed at the entry price', OPERATOR: 'Closed by an operator' };

/** Why a position was closed. */
export function reasonWords(position) {
    return isTrailed(position) ? 'Trailing stop reached' : REASONS[position.closeReason] ?? position.closeReason;
}

/** Whether the trailing stop closed a position, before its stop-loss was reached. */
function isTrailed({ closeReason, closePrice, direction, stopLoss, trailingDistance }) {
    return closeReason === 'STOP_LOSS' && trailingDistance !== null
        && (stopLoss === null || (direction === 'LONG' ? units(closePrice) > units(stopLoss) : units(closePrice) < units(stopLoss)));
}

/** A closed position. */
export function closeWords(position) {
    if (position.closedAt === null) {
        return { title: 'Part closed', text: `${position.quantity} shares stay open.`, tone: 'good' };
    }
    return { title: `${reasonWords(position)} at ${shown(position.closePrice)}`, text: `Result ${shown(position.realisedPnl, true)} coins.`, tone: units(position.realisedPnl) < 0n ? '' : 'good' };
}

const KINDS = { 'spot-buy': 'Shares bought', 'spot-sell': 'Shares sold', 'spot-fee': 'Fee', reserve: 'Reserved for an order', release: 'Reserved money returned', margin: 'Margin held', 'margin-back': 'Margin returned', profit: 'Profit of a position', loss: 'Loss of a position', stake: 'Starting coins', 'system-sell': 'Shares sold at full time' };

export function kindWords(kind) {
    return KINDS[kind] ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll('-', ' ')}`;
}
