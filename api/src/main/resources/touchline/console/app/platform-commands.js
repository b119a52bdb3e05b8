// Commands to the scheduler, nodes, services, settlements and alerts.

import { change, may } from './api.js';
import { done, HOW_LONG, HOW_LONG_EXACTLY, until } from './command-parts.js';
import { ask } from './dialogs.js';
import { html, nothing } from '../shared/html.js';
import { go, to } from '../shared/route.js';
import { capital, count } from './words.js';

/** Pauses all jobs. */
export function pauseAll(after) {
    ask({
        title: 'Pause everything',
        says: html`<p><b>No job fires on any node</b>: the feed is not polled, prices don’t change, nothing is settled, and runs requested by operators wait as well. Runs in progress continue.</p>`,
        fields: [{ ...HOW_LONG, value: 'PT15M', required: false }, HOW_LONG_EXACTLY],
        act: 'Pause everything',
        danger: true,
        force: true,
        submit: async values => {
            await change('POST', '/v1/ops/scheduler/pause', { reason: values.reason, until: until(values), force: values.force || undefined });
            return done(after)('Everything is paused.');
        },
    });
}

/** Resumes all jobs. */
export function resumeAll(after) {
    ask({
        title: 'Resume everything',
        says: html`<p>Jobs that are paused one by one stay paused. Each of the others runs once for its missed times.</p>`,
        act: 'Resume everything',
        submit: async values => {
            await change('POST', '/v1/ops/scheduler/resume', { reason: values.reason });
            return done(after)('All jobs are resumed.');
        },
    });
}

/** Restarts a service. */
export function restartService(name, after) {
    ask({
        title: `Restart ${name}`,
        says: html`<p>It restarts on every node that has it, within a second or two. Another node may take its lease meanwhile.</p>`,
        act: 'Restart',
        danger: true,
        force: may('admin'),
        submit: async values => {
            const answer = await change('POST', `/v1/ops/services/${encodeURIComponent(name)}/restart`, { reason: values.reason, force: values.force || undefined });
            return done(after)(`${name} restarts on ${count(answer.nodes, 'node')}.`);
        },
    });
}

/** Drains a node, or ends the drain. */
export function drain(node, isDrain, after) {
    ask({
        title: isDrain ? `Drain ${node}` : `End the drain of ${node}`,
        says: isDrain
            ? html`<p>It starts no more runs; those in progress continue. Other nodes run its jobs. If it is the only node, <b>no job fires</b>.</p>`
            : html`<p>It runs jobs again.</p>`,
        act: isDrain ? 'Drain' : 'End drain',
        danger: isDrain,
        force: isDrain && may('admin'),
        submit: async values => {
            await change('POST', `/v1/ops/cluster/${encodeURIComponent(node)}/${isDrain ? 'drain' : 'undrain'}`, { reason: values.reason, force: values.force || undefined });
            return done(after)(isDrain ? 'The node is draining.' : 'The node runs jobs again.');
        },
    });
}

/** Starts a hand-over drill of a node. */
export function startDrill(node) {
    ask({
        title: `Hand-over drill of ${node}`,
        says: html`<p>It is drained, and its services hand their leases over. What other nodes take over is measured against what the settings predict. It works again when all is taken over, after three minutes at the latest.</p>`,
        act: 'Start drill',
        danger: true,
        force: may('admin'),
        submit: async values => {
            const drill = await change('POST', `/v1/ops/cluster/${encodeURIComponent(node)}/drill`, { reason: values.reason, force: values.force || undefined });
            go(to(`/drills/${drill.id}`));
            return 'The drill has begun.';
        },
    });
}

/** Retries a settlement. */
export function retrySettlement(settlement, after) {
    ask({
        title: `Retry the settlement of ${settlement.name}`,
        says: html`<p>It continues at its current step. Completed steps are not repeated, so a retry is safe.</p>`,
        act: 'Retry now',
        submit: async values => {
            const answer = await change('POST', `/v1/ops/settlements/${encodeURIComponent(settlement.fixtureId)}/retry`, { reason: values.reason });
            return done(after)(html`Retrying.${answer.waitsFor ? html` Waiting: ${answer.waitsFor}.` : nothing}`);
        },
    });
}

/** Silences an alert. */
export function silenceAlert(alert, after) {
    ask({
        title: 'Silence alert',
        says: html`<p>${alert.summary}</p><p>It sends no messages until then, and stays open.</p>`,
        fields: [{ ...HOW_LONG, options: HOW_LONG.options.filter(([key]) => key !== ''), help: '' }, HOW_LONG_EXACTLY],
        act: 'Silence',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/silence`, { reason: values.reason, until: until(values) });
            return done(after)('The alert is silenced.');
        },
    });
}

/** Ends the silence of an alert. */
export function unsilenceAlert(alert, after) {
    ask({
        title: 'Unsilence alert',
        says: html`<p>${alert.summary}</p>`,
        act: 'Unsilence',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/unsilence`, { reason: values.reason });
            return done(after)('The alert is no longer silenced.');
        },
    });
}

/** Acknowledges an alert. */
export function acknowledgeAlert(alert, after) {
    ask({
        title: 'Acknowledge alert',
        says: html`<p>${alert.summary}</p><p>Others see that you handle it. It stays open until its condition ends.</p>`,
        act: 'Acknowledge',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/acknowledge`, { reason: values.reason });
            return done(after)('The alert is acknowledged.');
        },
    });
}

/** Assigns an alert. */
export function assignAlert(alert, after) {
    ask({
        title: 'Assign alert',
        says: html`<p>${alert.summary}</p>`,
        fields: [{ name: 'operator', label: 'Operator', kind: 'text', value: alert.assignedTo ?? '', required: false, help: 'Leave it empty for nobody' }],
        act: 'Assign',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/assign`, { reason: values.reason, operator: values.operator.trim() || undefined });
            return done(after)(values.operator.trim() ? `The alert is assigned to ${values.operator.trim()}.` : 'The alert is assigned to nobody.');
        },
    });
}

/** Closes an alert. */
export function closeAlert(alert, after) {
    ask({
        title: 'Close alert',
        says: html`<p>${alert.summary}</p><p>If its condition persists, it opens again; silence it instead.</p>`,
        act: 'Close alert',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/close`, { reason: values.reason });
            return done(after)('The alert is closed.');
        },
    });
}

/** Clears a record that was set aside. One that still can't be read is only written off. */
export function clearSetAside(record, after) {
    const isWriteOff = record.clearing.action === 'WRITE_OFF';
    ask({
        title: `${isWriteOff ? 'Write off' : 'Clear'} ${record.subject}`,
        says: html`<p>${capital(record.clearing.detail)}${record.clearing.detail.endsWith('.') ? '' : '.'}</p>${isWriteOff
            ? html`<p>It still can’t be read: repair it first if you can. A write-off deletes this note only; what is stored of the record stays.</p>` : nothing}`,
        act: isWriteOff ? 'Write off' : 'Clear',
        danger: isWriteOff,
        submit: async values => {
            const cleared = await change('POST', '/v1/ops/set-aside/clear', { subject: record.subject, writeOff: isWriteOff || undefined, reason: values.reason });
            return done(after)(`${cleared.subject} is ${isWriteOff ? 'written off' : 'cleared'}.`);
        },
    });
}
