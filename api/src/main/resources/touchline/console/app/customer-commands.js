// Commands to customers: block, end of sessions, and adjustments with a second admin's approval.

import { change, session } from './api.js';
import { done } from './command-parts.js';
import { ask } from './dialogs.js';
import { html } from '../shared/html.js';
import { exactCoins } from './words.js';

function path(id, rest) {
    return `/v1/ops/customers/${encodeURIComponent(id)}/${rest}`;
}

/** Blocks a customer. */
export function blockCustomer(customer, after) {
    ask({
        title: `Block ${customer.id}`,
        says: html`<p>Purchases and openings are refused, and orders that wait out the in-play delay are rejected. The customer can sell shares and close positions.</p>`,
        act: 'Block',
        danger: true,
        submit: async values => {
            await change('POST', path(customer.id, 'block'), { reason: values.reason });
            return done(after)(html`${customer.id} is blocked.`);
        },
    });
}

/** Ends a block. */
export function unblockCustomer(customer, after) {
    ask({
        title: `Unblock ${customer.id}`,
        says: html`<p>The customer can buy and open again. Blocked by ${customer.block.by}: “${customer.block.reason}”.</p>`,
        act: 'Unblock',
        submit: async values => {
            await change('POST', path(customer.id, 'unblock'), { reason: values.reason });
            return done(after)(html`${customer.id} is not blocked any more.`);
        },
    });
}

/** Ends all sessions. */
export function endSessions(customer, after) {
    ask({
        title: `End the sessions of ${customer.id}`,
        says: html`<p>Every node rejects the customer’s tokens within a second, and open streams end. A new log-in is possible.</p>`,
        act: 'End sessions',
        danger: true,
        submit: async values => {
            await change('POST', path(customer.id, 'end-sessions'), { reason: values.reason });
            return done(after)('The sessions are ended.');
        },
    });
}

/** Requests an adjustment. */
export function requestAdjustment(customer, after) {
    ask({
        title: `Adjust the cash of ${customer.id}`,
        says: html`<p>Nothing moves before another admin approves it, within 24 hours. The house pays, or is paid.</p>`,
        fields: [{ name: 'amount', label: 'Coins', kind: 'text', required: true, help: 'To the customer; with a minus from the customer, as in -12.50' }],
        act: 'Request',
        submit: async values => {
            const answer = await change('POST', path(customer.id, 'adjustments'), { reason: values.reason, amount: values.amount });
            return done(after)(html`Adjustment ${answer.id} waits for another admin.`);
        },
    });
}

/** Approves or refuses an adjustment. */
export function decideAdjustment(one, what, after) {
    const isApproval = what === 'approve';
    const act = isApproval ? 'Approve' : one.requestedBy === session.user ? 'Withdraw' : 'Refuse';
    ask({
        title: `${act} adjustment ${one.id}`,
        says: html`<p><b>${exactCoins(one.amount.replace('-', ''))}</b> coins ${Number(one.amount) > 0 ? 'from the house to' : 'to the house from'} ${one.userId}, requested by ${one.requestedBy}: “${one.reason}”.</p>`,
        act,
        danger: isApproval,
        submit: async values => {
            await change('POST', `/v1/ops/adjustments/${encodeURIComponent(one.id)}/${what}`, { reason: values.reason });
            return done(after)(isApproval ? 'The money has moved.' : act === 'Withdraw' ? 'The adjustment is withdrawn.' : 'The adjustment is refused.');
        },
    });
}
