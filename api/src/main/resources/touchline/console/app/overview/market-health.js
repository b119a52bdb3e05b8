// The health of the market, and the matches of the week.

import { html, nothing } from '../../shared/html.js';
import { empty, figure, from, relative } from '../parts.js';
import { to } from '../../shared/route.js';
import { behind, clockOf, number, plain, span } from '../words.js';
import { settlementWords } from './match.js';

export function marketPart(sources, match) {
    const frozen = (sources.instruments.value ?? []).filter(one => one.frozen).length;
    return html`${from(sources.status, status => html`<div class="figures">
            ${figure(status.trading === 'open' ? 'open' : 'closed', 'trading', { loud: status.trading === 'open' ? '' : 'bad', href: to('/market') })}
            ${figure(behind(status), 'book behind', { loud: status.outboxLagMs > 5_000 ? 'bad' : '', href: to('/services') })}
            ${(sources.services.value?.items ?? []).map(service => {
                const active = service.nodes.find(node => node.state === 'ACTIVE');
                return figure(active ? (active.lagMillis !== null ? span(active.lagMillis) : 'active') : plain(service.nodes[0]?.state ?? 'off'), `${service.name}${active?.lagMillis !== null && active ? ' lag' : ''}`, { loud: active ? '' : 'bad', href: to('/services') });
            })}
            ${figure(number(frozen), frozen === 1 ? 'price frozen' : 'prices frozen', { href: to('/market') })}
        </div>`)}
        ${from(sources.fixtures, ({ items }) => matches(items, match))}`;
}

/** The matches that the page does not follow. */
function matches(items, followed) {
    const live = items.filter(one => one.phase === 'LIVE' && one.id !== followed?.id);
    const unsettled = items.filter(one => one.phase !== 'LIVE' && one.phase !== 'UPCOMING' && one.settlement !== 'DONE' && one.id !== followed?.id);
    const next = items.filter(one => one.phase === 'UPCOMING').slice(0, live.length > 0 ? 2 : 4);
    const over = items.filter(one => one.settlement === 'DONE' && one.id !== followed?.id).slice(0, 3);
    const shown = [...live, ...unsettled, ...next, ...(live.length + next.length === 0 ? over : [])];
    return shown.length === 0
        ? followed !== null ? nothing : empty('No matches yet.', 'Squads and fixtures are loaded at the first poll of the feed.')
        : html`<ul class="matches">${shown.map(one => html`<li><a href=${to(`/market/${one.id}`)}>
            <span class="match-name">${one.name}</span>
            ${one.phase === 'UPCOMING' ? html`<span class="match-when soft">kicks off ${relative(one.kickOff)}</span>`
                : html`<span class="match-score num">${one.score}</span><span class="match-when">${one.phase === 'LIVE' ? html`<span class="on-air">${clockOf(one)}</span>` : one.settlement ? settlementWords(one.settlement) : 'over'}</span>`}
        </a></li>`)}</ul>`;
}
