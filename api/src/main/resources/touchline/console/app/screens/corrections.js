// Corrections of what the feed or an operator got wrong, and those that wait for a second operator.

import { get, may, session } from '../api.js';
import { decideCorrection, kindWords, newCorrection } from '../correction-commands.js';
import { html, nothing } from '../../shared/html.js';
import { button, empty, from, head, relative, section, state, time } from '../parts.js';
import { meetPlayersOf, nameOf } from '../players.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';
import { exactCoins, plain } from '../words.js';

const TONES = { REQUESTED: 'RUNNING', APPROVED: 'PAUSED', DONE: 'SUCCEEDED', REFUSED: 'SKIPPED', EXPIRED: 'SKIPPED', FAILED: 'FAILED' };

function subject({ target }) {
    const words = html`${target.kind === 'SET_PRICE' ? nameOf(target.instrumentId, target.subject) : target.subject}${target.price === null ? nothing : html` to <span class="num">${target.price}</span>`}`;
    return target.fixtureId !== null ? html`<a href=${to(`/market/${target.fixtureId}`)}>${words}</a>` : target.instrumentId !== null ? html`<a href=${to(`/exposure/${target.instrumentId}`)}>${words}</a>` : words;
}

function decisions(one, after) {
    const isOwn = one.request.by === session.user;
    return html`${may('operator') && (one.state === 'APPROVED' || (one.state === 'REQUESTED' && !isOwn)) ? button('Approve', () => decideCorrection(one, 'approve', after), { kind: 'small', label: `Approve correction ${one.id}` }) : nothing}
        ${may('operator') && one.state === 'REQUESTED' ? button(isOwn ? 'Withdraw' : 'Refuse', () => decideCorrection(one, 'refuse', after), { kind: 'small', label: `${isOwn ? 'Withdraw' : 'Refuse'} correction ${one.id}` }) : nothing}`;
}

function table(name, list, after) {
    return html`<div class="table-box" tabindex="0" role="region" aria-label=${`${name}, table`}><table class="mini stacked"><thead><tr><th>Id</th><th>What</th><th class="r">Gains</th><th class="r">Losses</th><th class="r">Customers</th><th>State</th><th>Requested</th><th>Reason</th><th><span class="hidden-words">Commands</span></th></tr></thead>
        <tbody>${list.map(one => html`<tr><td class="num">${one.id}</td><td class="what">${kindWords(one.target.kind)}: ${subject(one)}</td>
            <td class="r num" data-label="Gains">${exactCoins(one.shown.gains)}</td><td class="r num" data-label="Losses">${exactCoins(one.shown.losses)}</td><td class="r num" data-label="Customers">${one.shown.customers}</td>
            <td>${state(TONES[one.state], one.state === 'APPROVED' ? 'approved, not executed' : plain(one.state))}${one.decision?.failure ? html` <span class="soft">${plain(one.decision.failure)}</span>` : nothing}</td>
            <td>${one.request.by} ${relative(one.request.at)}${one.state === 'REQUESTED' ? html`<span class="soft">, until ${time(one.request.expiresAt)}</span>` : nothing}${one.needsApproval && one.decision ? html`<span class="soft">, decided by ${one.decision.by}</span>` : nothing}</td><td>${one.request.reason}</td>
            <td class="commands-cell">${decisions(one, after)}</td></tr>`)}</tbody></table></div>`;
}

/** The page, once the names of its players are known. */
async function met(page) {
    await meetPlayersOf({ items: page.items.map(one => one.target) });
    return page;
}

export function corrections() {
    const list = new Source(async () => met(await get('/v1/ops/corrections', { limit: 100 })), { on: type => type === 'audit', every: 10_000 });
    const open = new Source(async () => met(await get('/v1/ops/corrections', { state: 'open', limit: 100 })), { on: type => type === 'audit', every: 10_000 });
    const isOpen = one => one.state === 'REQUESTED' || one.state === 'APPROVED';
    const after = () => Promise.all([open.read(), list.read()]);
    return {
        title: 'Corrections',
        here: 'corrections',
        view: () => html`${head('Corrections', { sub: 'The corrections of one operator within 24 hours count together: above the configured size, another operator has to approve.', commands: may('operator') ? button('New correction', () => newCorrection(after)) : nothing })}
            ${open.value === null && open.error === null ? nothing : from(open, ({ items }) => (items.length === 0 ? nothing : section('To approve', table('To approve', items, after))))}
            ${from(list, ({ items }) => {
                const others = items.filter(one => !isOpen(one));
                const isFirst = items.length === 0;
                return html`${section('Decided', others.length === 0 ? empty(isFirst ? 'No corrections yet.' : 'None is decided yet.', !isFirst ? '' : 'Void an event from its match, set a price from a player’s exposure, cancel a trade from its customer.') : table('Decided', others, after))}`;
            })}`,
        stop: () => {
            open.stop();
            list.stop();
        },
    };
}
