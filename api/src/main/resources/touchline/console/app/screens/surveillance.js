// Surveillance: what looks odd, with its evidence.

import { get } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { choice, empty, from, head, relative, section } from '../parts.js';
import { ask, asked, to } from '../../shared/route.js';
import { Source } from '../source.js';
import { coins, count } from '../words.js';

const KINDS = {
    PUSH_BEFORE_SETTLEMENT: ['Pushes before the settlement', 'Traded in the last five minutes of a match, in the direction of a position that gained at its settlement: their own, or one of an account at the same address.'],
    ROUND_TRIPS: ['Round trips between accounts', 'One account sells, another buys as much within ten seconds, and the other way round, three times or more.'],
    ORDERS_BEFORE_EVENTS: ['Orders before events', 'Traded in the direction of an event within ten seconds before the market had it, at two events or more.'],
    SHARED_ADDRESS: ['One address, many accounts', 'Three accounts or more logged in from one address.'],
};

function table(name, list) {
    return html`<div class="table-box" tabindex="0" role="region" aria-label=${`${name}, table`}><table class="mini stacked"><thead><tr><th>Customers</th><th class="r">Times</th><th class="r">Gain</th><th>Last</th><th>Evidence</th></tr></thead>
        <tbody>${list.map(one => html`<tr><td>${one.users.slice(0, 5).map(user => html`<a class="name" href=${to(`/customers/${user}`)}>${user}</a> `)}${one.users.length > 5 ? html`<span class="soft">and ${one.users.length - 5} more</span>` : nothing}</td>
            <td class="r num" data-label="Times">${one.times}</td><td class="r num" data-label="Gain">${Number(one.gain) === 0 ? '–' : coins(one.gain)}</td><td>${relative(one.at)}</td>
            <td><details><summary>${count(one.evidence.length, 'fact')}</summary><ul>${one.evidence.map(fact => html`<li>${fact}</li>`)}</ul></details></td></tr>`)}</tbody></table></div>`;
}

/** The kinds; those with anything found come first. */
function byFinds(items) {
    const kinds = Object.entries(KINDS).map(([kind, [name, words]]) => ({ name, words, found: items.filter(one => one.kind === kind) }));
    return [...kinds.filter(one => one.found.length > 0), ...kinds.filter(one => one.found.length === 0)];
}

export function surveillance() {
    const list = new Source(() => get('/v1/ops/surveillance', { days: asked('days', '7') }), { query: () => asked('days', '7'), every: 60_000 });
    return {
        title: 'Surveillance',
        here: 'surveillance',
        view: () => html`${head('Surveillance', { sub: 'What looks odd. It proves nothing: look at the evidence, then at the customer.' })}
            <div class="tools">${choice('Of', asked('days', '7'), [['1', 'a day'], ['7', 'a week'], ['31', 'a month']], value => {
                ask('days', value);
                list.read();
            })}</div>
            ${from(list, ({ items }) => byFinds(items).map(({ name, words, found }) => section(name, html`<p class="soft">${words}</p>${found.length === 0 ? empty('Nothing found.') : table(name, found)}`)))}`,
        stop: () => list.stop(),
    };
}
