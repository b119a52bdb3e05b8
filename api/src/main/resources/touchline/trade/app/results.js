// Says what happened to orders and positions of the user without a request: an order that rested was filled or ended, a level or the settlement closed a position.

import { rested } from './account.js';
import { decimal, units } from './money.js';
import { nameOf } from './market.js';
import { onSession } from './session.js';
import { listen } from './stream.js';
import { toast } from './toasts.js';
import { isFollowed } from './waiting.js';
import { closeWords, fillWords, problemWords } from './words.js';

/** What to say of an event; null for nothing. */
const WORDS = {
    order: orderWords,
    position: positionWords,
    'position-request': request => request.state === 'FILLED' ? null : orderWords(request), // the position says that it is open
};

listen((type, data) => {
    const words = WORDS[type];
    if (words === undefined || isFollowed(data.id)) {
        return;
    }
    const message = words(data);
    if (message !== null) {
        toast({ ...message, title: `${nameOf(data.instrumentId)}: ${message.title}` });
    }
});
onSession(() => rested.clear());

function orderWords(order) {
    if (!rested.has(order.id) || !['FILLED', 'REJECTED', 'EXPIRED'].includes(order.state)) {
        return null;
    }
    rested.delete(order.id);
    switch (order.state) {
        case 'FILLED': return fillWords({ ...order, averagePrice: decimal(units(order.amount) / BigInt(order.quantity)) });
        case 'EXPIRED': return { title: 'Order expired', text: 'The match is settled. What was reserved for it is free again.', tone: '' };
        default: {
            const { title, text } = problemWords(order.problem ?? {});
            return { title: 'Order ended without a fill', text: `${title} ${text}`, tone: 'bad' };
        }
    }
}

function positionWords(position) {
    if (position.closedAt !== null) {
        return position.closeReason === 'USER' ? null : closeWords(position);
    }
    if (!rested.delete(position.id)) {
        return null;
    }
    return { title: `${position.direction === 'LONG' ? 'Long' : 'Short'} ${position.quantity} open`, text: `Entered at ${Number(position.entryPrice).toFixed(2)}.`, tone: 'good' };
}
