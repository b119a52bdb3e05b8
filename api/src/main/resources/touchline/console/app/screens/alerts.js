// Open and resolved alerts.

import { get, may, now } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { acknowledgeAlert, assignAlert, closeAlert, silenceAlert, unsilenceAlert } from '../platform-commands.js';
import { button, empty, from, head, jobLink, relative, section, state, tag, time } from '../parts.js';
import { Source } from '../source.js';
import { number, span } from '../words.js';

export function alerts() {
    const source = new Source(async () => {
        const [open, recent] = await Promise.all([get('/v1/ops/alerts', { state: 'open' }), get('/v1/ops/alerts', { state: 'all', limit: 100 })]);
        return { open: open.items, closed: recent.items.filter(alert => alert.closedAt) };
    }, { on: type => type === 'alert', every: 20_000 });
    const after = () => source.read();

    function row(alert) {
        const isSilent = Date.parse(alert.silencedUntil) > now();
        return html`<li class=${`alert ${alert.closedAt ? 'closed' : alert.severity === 'CRITICAL' ? 'bad' : 'warn'}`}>
            <div class="alert-words"><p>${state(alert.severity)} <b>${alert.summary}</b></p>
                <p class="soft">${/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(alert.subject) ? jobLink(alert.subject) : alert.subject} · rule ${alert.rule} · opened ${relative(alert.openedAt)}${alert.closedAt ? html`, closed ${relative(alert.closedAt)} after ${span(Date.parse(alert.closedAt) - Date.parse(alert.openedAt))}` : html`, last seen ${relative(alert.lastSeenAt)}`}${alert.occurrences > 1 ? html` · <span class="num">${number(alert.occurrences)} times</span>` : nothing}</p>
                ${alert.closedAt || (!alert.assignedTo && !alert.acknowledgedBy) ? nothing : html`<p>${alert.acknowledgedBy ? html`${tag('acknowledged')} <span class="soft">by ${alert.acknowledgedBy} ${relative(alert.acknowledgedAt)}</span> ` : nothing}${alert.assignedTo ? html`<span class="soft">assigned to ${alert.assignedTo}</span>` : nothing}</p>`}
                ${alert.closedAt || !alert.runbook ? nothing : html`<p class="soft">Runbook: ${/^https?:/.test(alert.runbook) ? html`<a href=${alert.runbook} rel="noreferrer">${alert.runbook}</a>` : alert.runbook}</p>`}
                ${isSilent && !alert.closedAt ? html`<p>${tag('silenced')} <span class="soft">by ${alert.silencedBy} until ${time(alert.silencedUntil)}</span></p>` : nothing}</div>
            ${alert.closedAt || !may('operator') ? nothing : html`<div class="commands">${alert.acknowledgedBy ? nothing : button('Acknowledge', () => acknowledgeAlert(alert, after), { kind: 'small' })}${button('Assign', () => assignAlert(alert, after), { kind: 'small' })}${isSilent ? button('Unsilence', () => unsilenceAlert(alert, after), { kind: 'small' }) : button('Silence', () => silenceAlert(alert, after), { kind: 'small' })}${button('Close', () => closeAlert(alert, after), { kind: 'small' })}</div>`}
        </li>`;
    }

    return {
        title: 'Alerts',
        here: 'alerts',
        view: () => html`${head('Alerts', { sub: 'Each alert is sent once and stays open until its condition ends.' })}
            ${source.value === null && source.error?.status === 404 ? empty('This node has no alerts.', 'It may run an older version. The overview shows problems all the same.')
                : from(source, ({ open, closed }) => html`
                    ${section('Open', open.length === 0 ? empty('No open alerts.', 'The rules are under alerts in config.yml.') : html`<ul class="alerts">${open.map(row)}</ul>`)}
                    ${closed.length === 0 ? nothing : section('Resolved', html`<ul class="alerts">${closed.map(row)}</ul>`)}`)}`,
        stop: () => source.stop(),
    };
}
