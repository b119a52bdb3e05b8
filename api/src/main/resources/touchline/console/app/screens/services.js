// Services: instances, leases, lag and throughput.

import { get, may } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { restartService } from '../platform-commands.js';
import { button, empty, facts, from, head, nodeLink, relative, state, tag } from '../parts.js';
import { Source } from '../source.js';
import { capital, span } from '../words.js';
import { sparkline } from '../charts.js';

const WORDS = {
    stopwatch: 'closes positions at the tick that breaches them',
    reconnect: 'replays the ticks that a user missed while disconnected',
    'feed-watch': 'freezes matches that the feed is silent about',
    flusher: 'writes the outbox to Postgres',
    'in-play': 'executes orders after the in-play delay, and thaws matches after an event',
};
const KEPT = 60;

export function services() {
    const lags = new Map();
    const source = new Source(async () => {
        const found = await get('/v1/ops/services');
        found.items.forEach(service => service.nodes.filter(node => node.state === 'ACTIVE' && node.lagMillis !== null).forEach(node => {
            const key = `${service.name} ${node.node}`;
            lags.set(key, [...(lags.get(key) ?? []), node.lagMillis].slice(-KEPT));
        }));
        return found;
    }, { on: type => ['service', 'node'].includes(type), every: 2_000 });

    function onNode(service, node) {
        const lag = lags.get(`${service.name} ${node.node}`) ?? [];
        return html`<tr class=${node.isStale ? 'gone' : ''}>
            <td>${nodeLink(node.node)}</td>
            <td>${state(node.state)}${node.isStale ? tag('silent', 'its node has not reported for more than 5 s', 'warn') : nothing}</td>
            <td class="soft" data-is="says">${node.detail}</td>
            <td class="r num" data-is="lag">${node.lagMillis === null ? html`<span class="faint">–</span>` : html`<span class=${node.lagMillis > 5_000 ? 'bad' : ''}>${span(node.lagMillis)}</span>`}</td>
            <td data-is="spark">${sparkline(lag, 'its lag since this page was opened')}</td>
            <td class="r num" data-is="rate">${node.perSecond === null ? html`<span class="faint">–</span>` : `${node.perSecond.toFixed(1)} /s`}</td>
            <td class="soft" data-is="reported">${relative(node.reportedAt)}</td>
        </tr>
        ${node.lastError ? html`<tr class="under"><td colspan="7"><div class="note ${node.state === 'FAILING' ? 'bad' : ''}"><b>Last error</b>, ${relative(node.lastErrorAt)}: ${node.lastError}</div></td></tr>` : nothing}
        ${node.restartRequestedAt ? html`<tr class="under"><td colspan="7" class="soft">Restart requested by ${node.restartRequestedBy} ${relative(node.restartRequestedAt)}${node.restartedAt && Date.parse(node.restartedAt) >= Date.parse(node.restartRequestedAt) ? html`, done after ${span(Date.parse(node.restartedAt) - Date.parse(node.restartRequestedAt))}` : ', pending'}.</td></tr>` : nothing}`;
    }

    function card(service) {
        const worst = service.nodes.some(node => node.state === 'FAILING') ? 'FAILING' : service.activeOn.length > 0 ? 'ACTIVE' : 'STOPPED';
        return html`<section class="card" aria-label=${service.name}>
            <div class="card-head"><div><h2>${capital(service.name)}</h2><p class="soft">${WORDS[service.name] ?? ''}</p></div>${service.activeOn.length === 0 ? state('FAILING', 'runs nowhere') : state(worst)}
                ${may('operator') ? button('Restart', () => restartService(service.name, () => source.read()), { shape: 'restart', kind: 'small' }) : nothing}</div>
            ${service.lease ? facts([['Lease', html`<code>${service.lease}</code>`], ['Held by', service.holder ? html`<code>${service.holder}</code>` : html`<span class="bad">nobody</span>`]]) : nothing}
            <div class="table-box"><table class="mini on-nodes"><thead><tr><th>Node</th><th>State</th><th>Message</th><th class="r">Lag</th><th><span class="hidden-words">Lag lately</span></th><th class="r">Rate</th><th>Last seen</th></tr></thead><tbody>${service.nodes.map(node => onNode(service, node))}</tbody></table></div>
        </section>`;
    }

    return {
        title: 'Services',
        here: 'services',
        view: () => html`${head('Services', { sub: 'Services run all the time, on every node or under a lease.' })}${from(source, ({ items }) => (items.length === 0 ? empty('No node runs a service.', 'A node starts the StopWatch with itself, and the flusher where FLUSHER_EMBEDDED is 1.') : html`<div class="stack-of-cards">${items.map(card)}</div>`))}`,
        stop: () => source.stop(),
    };
}
