// Commands of operators. Each dialog states the consequence first. A command that the role may not give is not offered.

import { change, get, jobPath, may, now } from './api.js';
import { done, HOW_LONG, HOW_LONG_EXACTLY, until } from './command-parts.js';
import { ask } from './dialogs.js';
import { html, nothing } from '../shared/html.js';
import { button, runLink } from './parts.js';
import { resumeAll } from './platform-commands.js';
import { toJob, toRun } from './route.js';
import { go, to } from '../shared/route.js';
import { capital, count, fromNow, plain, span } from './words.js';

const CATCH_UP = {
    name: 'catchUp', label: 'Missed times', kind: 'options', value: 'one',
    options: [
        ['skip', 'Skip', 'continue with the next time'],
        ['one', 'Run once', 'now, for all missed times together'],
        ['all', 'Run all', 'one after another, at most 100'],
    ],
};

/** Pauses a job. */
export function pauseJob(job, after) {
    ask({
        title: `Pause ${job}`,
        says: html`<p>Scheduled and requested runs wait until the pause ends. Runs in progress continue. An operator can still run it.</p>`,
        fields: [{ ...HOW_LONG, required: false }, HOW_LONG_EXACTLY],
        act: 'Pause',
        danger: true,
        force: may('operator'),
        submit: async values => {
            await change('POST', jobPath(job, '/pause'), { reason: values.reason, until: until(values), force: values.force || undefined });
            return done(after)(html`${job} is paused.`);
        },
    });
}

/** Ends a job's pause. */
export function resumeJob(job, after) {
    ask({
        title: `Resume ${job}`,
        says: get(jobPath(job)).then(detail => html`<p>${detail.resuming?.words ?? 'All jobs are paused, not only this one: use “Resume everything”.'}</p>`),
        fields: [CATCH_UP],
        act: 'Resume',
        submit: async values => {
            await change('POST', jobPath(job, '/resume'), { reason: values.reason, catchUp: values.catchUp });
            return done(after)(html`${job} is resumed.`);
        },
    });
}

/** Pauses or resumes many. */
export function bulk(jobs, what, after) {
    const isPause = what === 'pause';
    ask({
        title: `${isPause ? 'Pause' : 'Resume'} ${count(jobs.length, 'job')}`,
        says: html`<p>${isPause ? 'Their runs wait until the pause ends. Runs in progress continue.' : 'Each catches up on its missed times and continues with its next one.'}</p>
            <ul class="names">${jobs.slice(0, 12).map(job => html`<li>${job}</li>`)}${jobs.length > 12 ? html`<li class="soft">and ${jobs.length - 12} more</li>` : nothing}</ul>`,
        fields: isPause ? [{ ...HOW_LONG, required: false }, HOW_LONG_EXACTLY] : [CATCH_UP],
        act: isPause ? `Pause ${jobs.length}` : `Resume ${jobs.length}`,
        danger: isPause,
        force: true,
        submit: async (values, report) => {
            const body = isPause ? { until: until(values), force: values.force || undefined } : { catchUp: values.catchUp };
            const refusals = [];
            for (const [n, job] of jobs.entries()) {
                report(`${n} of ${jobs.length}`);
                try {
                    await change('POST', jobPath(job, `/${what}`), { reason: values.reason, ...body });
                } catch (refusal) {
                    if (refusal.isOutage || refusal.status === 401) {
                        throw refusal;
                    }
                    refusals.push([job, refusal]);
                }
            }
            await after?.();
            const guarded = refusals.filter(([, refusal]) => refusal.type?.endsWith('guarded'));
            if (guarded.length > 0 && !values.force) {
                jobs.splice(0, jobs.length, ...guarded.map(([job]) => job));
                guarded[0][1].message = `${guarded.map(([job, refusal]) => `${job}: ${refusal.message.replace(/ Send "force": true.*$/, '')}`).join(' ')} The other jobs are done.`;
                throw guarded[0][1];
            }
            return html`${count(jobs.length - refusals.length, 'job')} ${isPause ? 'paused' : 'resumed'}.${refusals.length > 0 ? html` Not ${refusals[0][0]}: ${refusals[0][1].message}` : nothing}`;
        },
    });
}

function parameterField(parameter) {
    const bounds = parameter.type === 'whole'
        ? `a whole number from ${parameter.min} to ${parameter.max}`
        : parameter.type === 'text' ? `${parameter.pattern ? `like ${parameter.pattern}, ` : ''}${parameter.longest} characters at most` : '';
    return {
        name: parameter.name,
        label: parameter.name,
        kind: parameter.type === 'choice' ? 'choice' : parameter.type,
        options: parameter.type === 'choice' ? [...(parameter.required ? [] : [['', '–']]), ...parameter.of.map(one => [one, one])] : undefined,
        value: parameter.type === 'choice' && parameter.required ? parameter.of[0] : '',
        help: [parameter.description, bounds].filter(part => part).join(' · '),
        required: parameter.required,
    };
}

/** Runs a job now, with the parameters that it declares. */
export async function triggerJob(job, after) {
    const [detail, scheduler] = await Promise.all([get(jobPath(job)), get('/v1/ops/scheduler').catch(() => null)]).catch(() => [null, null]);
    const parameters = detail?.parameters ?? [];
    ask({
        title: `Run ${job} now`,
        says: html`<p>${detail?.description ?? ''}</p>
            ${scheduler?.paused ? html`<div class="note warn">Everything is paused by ${scheduler.paused.by}: this run would wait until it is resumed.</div>` : nothing}
            ${detail?.exclusive && detail.running.length > 0 ? html`<div class="note">One run at a time: ${runLink(detail.running[0].id)} is in progress, and this one starts after it.</div>` : nothing}`,
        fields: parameters.map(parameterField),
        act: 'Run now',
        submit: async values => {
            const given = {};
            parameters.forEach(({ name }) => {
                if (String(values[name] ?? '').trim() !== '') {
                    given[name] = values[name];
                }
            });
            const answer = await change('POST', jobPath(job, '/trigger'), { reason: values.reason, parameters: parameters.length > 0 ? given : undefined });
            await after?.();
            return html`Requested as <a href=${toRun(answer.executionId)}>#${answer.executionId}</a>.${answer.waitsFor ? html` Waiting: ${answer.waitsFor}.` : nothing}`;
        },
    });
}

/** Interrupts all runs of a job. */
export function interruptJob(job, after) {
    ask({
        title: `Interrupt ${job}`,
        says: html`<p>Requests that all its runs stop, on every node. Each run shows when it received the request and when it stopped.</p>`,
        act: 'Interrupt',
        danger: true,
        submit: async values => {
            const answer = await change('POST', jobPath(job, '/interrupt'), { reason: values.reason });
            await after?.();
            return html`Interrupting ${count(answer.executions.length, 'run')}: ${answer.executions.map(id => html` <a href=${toRun(id)}>#${id}</a>`)}`;
        },
    });
}

/** Interrupts a run. */
export function interruptRun(id, job, after) {
    ask({
        title: `Interrupt run #${id}`,
        says: html`<p>Requests that the node stop ${job}. A job stops where it is safe; completed work is kept.</p>`,
        act: 'Interrupt',
        danger: true,
        submit: async values => {
            await change('POST', `/v1/ops/executions/${encodeURIComponent(id)}/interrupt`, { reason: values.reason });
            return done(after)(html`Interrupting #${id}.`);
        },
    });
}

/** Overrides the declared schedule. */
export function overrideSchedule(job, schedule, words) {
    ask({
        title: `Reschedule ${job}`,
        says: html`<p>From now on it fires <b>${words}</b>, on every node, through restarts and deploys, until the declared schedule is restored.</p>`,
        act: 'Reschedule',
        danger: true,
        force: may('admin'),
        submit: async values => {
            await change('PUT', jobPath(job, '/schedule'), { reason: values.reason, ...schedule, force: values.force || undefined });
            go(toJob(job));
            return `${job} has its new schedule.`;
        },
    });
}

/** Restores the declared schedule. */
export function restoreSchedule(job, declared, after) {
    ask({
        title: `Restore the schedule of ${job}`,
        says: html`<p>It fires as the catalogue declares again${declared ? html`: <b>${declared}</b>` : nothing}.</p>`,
        act: 'Restore',
        submit: async values => {
            await change('DELETE', jobPath(job, '/schedule'), { reason: values.reason });
            return done(after)(`${job} fires as declared.`);
        },
    });
}

/** Repairs a stuck trigger. */
export async function repairTrigger(job, after) {
    const found = await get('/v1/ops/stuck').catch(() => ({ items: [] }));
    const stuck = found.items.find(one => one.job === job);
    ask({
        title: `Repair the trigger of ${job}`,
        says: stuck
            ? html`<p>It is ${plain(stuck.state)} and ${span(stuck.overdueMs)} overdue. ${capital(stuck.will)}${stuck.at ? html`, ${fromNow(stuck.at, now())}` : nothing}.</p>
                <details><summary>Rows</summary><pre tabindex="0">${JSON.stringify(stuck.rows, null, 2)}</pre></details>`
            : html`<p>It is no longer stuck: the watchdog may have repaired it.</p>`,
        act: 'Repair',
        submit: async values => {
            await change('POST', '/v1/ops/stuck/repair', { reason: values.reason, group: stuck?.group ?? '', name: stuck?.name ?? '' });
            return done(after)(`${job} is repaired.`);
        },
    });
}

/** The commands to a job as small buttons: run, pause or resume, interrupt. */
export function jobCommands(job, after, { words = false } = {}) {
    if (!may('operator')) {
        return nothing;
    }
    const name = `${job.group}/${job.name}`;
    const isHeldItself = job.paused !== null && !job.paused.everything;
    const kind = words ? '' : 'ghost';
    const command = (shape, text, act, more = '') => button(words ? text : null, act, { shape, kind: `${kind} ${more}`, label: words ? null : `${text} ${name}` });
    return html`${command('run', 'Run now', () => triggerJob(name, after), words ? 'primary' : '')}
        ${isHeldItself ? command('resume', 'Resume', () => resumeJob(name, after)) : command('pause', 'Pause', () => pauseJob(name, after))}
        ${job.running.length > 0 ? command('interrupt', 'Interrupt', () => interruptJob(name, after)) : words ? nothing : html`<span class="button ghost hole" aria-hidden="true"></span>`}`;
}

/** The action that an explanation suggests, as a button or a link; nothing if this role may not do it. */
export function suggestedAction(action, job, { declared, runs, after } = {}) {
    const offers = {
        RESUME: () => may('operator') && button('Resume', () => resumeJob(job, after), { shape: 'resume', kind: 'primary' }),
        RESUME_EVERYTHING: () => may('admin') && button('Resume everything', () => resumeAll(after), { shape: 'resume', kind: 'primary' }),
        INTERRUPT_THE_RUN: () => may('operator') && button('Interrupt', () => (runs?.length === 1 ? interruptRun(runs[0].id, job, after) : interruptJob(job, after)), { shape: 'interrupt' }),
        CHANGE_THE_SCHEDULE: () => may('admin') && html`<a class="button" href=${toJob(job, '/schedule')}>Change schedule</a>`,
        RESTORE_THE_SCHEDULE: () => may('admin') && button('Restore', () => restoreSchedule(job, declared, after), { shape: 'schedule' }),
        REPAIR_THE_TRIGGER: () => may('operator') && button('Repair', () => repairTrigger(job, after), { shape: 'restart' }),
        TRIGGER: () => may('operator') && button('Run now', () => triggerJob(job, after), { shape: 'run' }),
        END_THE_DRAIN: () => html`<a class="button" href=${to('/cluster')}>Nodes</a>`,
        MAKE_ROOM: () => html`<a class="button" href=${to('/cluster')}>Running jobs</a>`,
        LOOK_AT_THE_DATABASE: () => html`<a class="button" href=${to('/cluster')}>Lock waits</a>`,
        SET_THE_CLOCK: () => html`<a class="button" href=${to('/cluster')}>Nodes</a>`,
    };
    return offers[action]?.() || nothing;
}
