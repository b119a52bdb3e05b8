// What needs attention, each with a link and, where there is one, a command.

import { now, session } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { icon } from '../icons.js';
import { suggestedAction } from '../commands.js';
import { kindWords } from '../correction-commands.js';
import { contact } from '../live.js';
import { relative, time } from '../parts.js';
import { toJob } from '../route.js';
import { to } from '../../shared/route.js';
import { count, number, plain, span, standing, whyClosed } from '../words.js';

const LATELY = 10 * 60_000;
const OVERDUE = 5_000;

export function problemsOf(value, lasts, after) {
    const found = [];
    const shown = new Set();
    const alerts = (value('alerts')?.items ?? []).filter(alert => !alert.closedAt && !(Date.parse(alert.silencedUntil) > now()));
    const add = (loud, words, href, more = nothing, command = nothing) => found.push({ loud, words, href, more, command });
    /** The summary of an alert about a job, a node or a service; the alert is then not listed again. */
    const alertAbout = isOwn => {
        const own = alerts.filter(isOwn);
        own.forEach(alert => shown.add(alert.id));
        return own.length > 0 ? own[own.length - 1].summary : nothing;
    };
    const alertOf = name => alertAbout(alert => alert.subject === name);
    const alertOfService = name => alertAbout(alert => alert.rule === 'service-failing' && alert.subject.startsWith(`${name}@`));
    // A store that is away is why all else fails.
    const cause = alerts.find(alert => alert.rule === 'market-shut' || alert.rule === 'database-unavailable');
    if (cause) {
        shown.add(cause.id);
        add('bad', html`Alert: ${cause.summary}`, to('/alerts'));
    }
    const status = value('status');
    const scheduler = value('scheduler');
    if (status?.trading === 'closed') {
        add('bad', 'Trading is closed', to('/market'), whyClosed(status));
    }
    if (status?.books === 'incomplete') {
        add('bad', 'Dead letters: entries are missing in Postgres', to('/services'));
    }
    if (lasts('lag', status?.outboxLagMs > 5_000)) {
        add('bad', html`The book is ${span(status.outboxLagMs)} behind`, to('/services'));
    }
    const overdue = overdueOf(value('jobs') ?? []);
    if (lasts('overdue', overdue > 0 && scheduler?.paused === null)) {
        add('warn', `${count(overdue, 'job is', 'jobs are')} overdue and not started`, to('/jobs', { sort: 'next' }));
    }
    (value('services')?.items ?? []).forEach(service => {
        const fails = service.nodes.some(node => node.state === 'FAILING');
        if (lasts(`${service.name} nowhere`, service.activeOn.length === 0)) {
            add('bad', fails ? html`<b>${service.name}</b> fails, and runs nowhere` : html`<b>${service.name}</b> runs nowhere`, to('/services'), alertOfService(service.name));
        } else if (fails) {
            add('bad', html`<b>${service.name}</b> fails`, to('/services'), alertOfService(service.name));
        }
    });
    (value('cluster')?.nodes ?? []).forEach(node => {
        if (['SILENT', 'CLOCK_OFF'].includes(node.state)) {
            add('bad', html`A node is ${plain(node.state)}: ${node.id}`, to('/cluster', { node: node.id }));
            alertOf(node.id);
        } else if (node.state === 'DEAD' && now() - Date.parse(node.endedAt ?? node.seenAt) < LATELY) {
            add('warn', html`A node died ${relative(node.endedAt ?? node.seenAt)}; its jobs run elsewhere`, to('/cluster', { node: node.id }), node.id);
            alertOf(node.id);
        } else if (node.state === 'DRAINING') {
            add('warn', 'A node takes on nothing new', to('/cluster', { node: node.id }), node.id);
        } else if (node.starvedSince && node.state === 'FIRING') {
            add('warn', 'A node has no free thread', to('/cluster', { node: node.id }), node.id);
        }
    });
    (value('stuck')?.items ?? []).forEach(one => {
        if (lasts(`stuck ${one.group} ${one.name}`, true)) {
            add('bad', html`A trigger of <b>${one.job}</b> is stuck, ${span(one.overdueMs)} overdue`, toJob(one.job), one.will);
        }
    });
    (value('jobs') ?? []).forEach(job => {
        const name = `${job.group}/${job.name}`;
        if (job.state === 'ERROR') {
            add('bad', html`<b>${name}</b> is set aside as an error`, toJob(name), alertOf(name), suggestedAction('REPAIR_THE_TRIGGER', name, { after }));
        } else if (job.failuresInARow > 0) {
            add('bad', html`<b>${name}</b> failed ${job.failuresInARow === 1 ? 'the last time' : `${number(job.failuresInARow)} times in a row`}`, toJob(name), alertOf(name), suggestedAction('TRIGGER', name, { after }));
        } else if (standing(job, now()) === 'BLOCKED') {
            add('warn', html`<b>${name}</b> is blocked`, toJob(name));
        } else if (job.paused && !job.paused.everything) {
            add('warn', html`<b>${name}</b> is paused by ${job.paused.by}`, toJob(name), `“${job.paused.reason}”`, suggestedAction('RESUME', name, { after }));
        } else if (isLate(job)) {
            add('warn', html`<b>${name}</b> begins late`, toJob(name), html`half of its runs by ${span(job.latenessMs.p50)} or more`);
        }
    });
    (value('settlements')?.items ?? []).filter(one => one.step !== 'DONE' && one.lastError).forEach(one => {
        add('bad', html`The settlement of <b>${one.name}</b> fails`, to(`/settlements/${one.fixtureId}`));
    });
    (value('corrections')?.items ?? []).forEach(one => {
        const whose = one.request.by === session.user ? 'Your correction' : html`A correction of <b>${one.request.by}</b>`;
        add('warn', one.state === 'APPROVED' ? html`${whose} is approved and not executed` : html`${whose} waits for another operator until ${time(one.request.expiresAt)}`, to('/corrections'), html`${kindWords(one.target.kind)}: “${one.request.reason}”`);
    });
    (value('adjustments')?.items ?? []).forEach(one => {
        const whose = one.requestedBy === session.user ? 'Your adjustment' : html`An adjustment of <b>${one.requestedBy}</b>`;
        add('warn', one.state === 'APPROVED' ? html`${whose} is approved and not booked` : html`${whose} waits for another admin until ${time(one.expiresAt)}`, to('/customers'), `“${one.reason}”`);
    });
    alerts.filter(alert => !shown.has(alert.id)).forEach(alert => {
        add(alert.severity === 'CRITICAL' ? 'bad' : 'warn', html`Alert: ${alert.summary}`, to('/alerts'));
    });
    return found.sort((one, other) => Number(other.loud === 'bad') - Number(one.loud === 'bad'));
}

/** What can't be read, as far as no bar says that the whole server is silent. */
export function unreadOf(names, sources) {
    const found = contact.state === 'lost' ? [] : Object.keys(names).filter(name => sources[name].isStale);
    return found.map(name => ({ loud: 'bad', words: `${names[name]} can’t be read`, href: to('/cluster'), more: sources[name].error.message, command: nothing }));
}

export function isLate(job) {
    return (job.latenessMs.p50 ?? 0) > job.lateAfterMs;
}

/** Jobs whose time has passed, that nothing holds back, and that don't run. */
export function overdueOf(jobs) {
    return jobs.filter(job => job.paused === null && job.running.length === 0 && job.nextFireAt !== null && now() - Date.parse(job.nextFireAt) > OVERDUE).length;
}

export function problemItem({ loud, words, href, more, command }) {
    return html`<li class=${loud}><a href=${href}><span>${words}</span>${more === nothing ? nothing : html`<small>${more}</small>`}</a>${command}<span class="go" aria-hidden="true">${icon('next')}</span></li>`;
}
