// Everything operators can do, each with what it comes to said before. What a role may not do is not offered.

import { change, get, jobPath, may, now } from './api.js';
import { ask } from './dialogs.js';
import { html, nothing } from './html.js';
import { button, runLink } from './parts.js';
import { go, to, toJob, toRun } from './route.js';
import { capital, count, fromNow, plain, span } from './words.js';

const HOW_LONG = {
    name: 'until', label: 'For how long', kind: 'choice', value: 'PT1H', required: true,
    help: 'It ends by itself then, so that nothing is forgotten.',
    options: [['PT15M', '15 minutes'], ['PT1H', '1 hour'], ['PT4H', '4 hours'], ['PT12H', '12 hours'], ['', 'until somebody resumes it']],
};

const CATCH_UP = {
    name: 'catchUp', label: 'What was missed meanwhile', kind: 'options', value: 'one',
    options: [
        ['skip', 'Skip it', 'go on with the next time'],
        ['one', 'Make up with one run', 'at once, however many were missed'],
        ['all', 'Run all of them', 'one after another, a hundred at most'],
    ],
};

function done(after) {
    return async result => {
        await after?.();
        return result;
    };
}

/** Holds a job back. */
export function pauseJob(job, after) {
    ask({
        title: `Pause ${job}`,
        says: html`<p>Its schedule, and what the product asks of it, wait until the pause ends. What runs now goes on. An operator can still run it.</p>`,
        fields: [{ ...HOW_LONG, required: false }],
        act: 'Pause',
        danger: true,
        force: may('operator'),
        submit: async values => {
            await change('POST', jobPath(job, '/pause'), { reason: values.reason, until: values.until || undefined, force: values.force || undefined });
            return done(after)(html`${job} is paused.`);
        },
    });
}

/** Ends a job's pause. */
export function resumeJob(job, after) {
    ask({
        title: `Resume ${job}`,
        says: get(jobPath(job)).then(detail => html`<p>${detail.resuming?.words ?? 'Everything is paused, not this job alone: resume everything instead.'}</p>`),
        fields: [CATCH_UP],
        act: 'Resume',
        submit: async values => {
            await change('POST', jobPath(job, '/resume'), { reason: values.reason, catchUp: values.catchUp });
            return done(after)(html`${job} goes on.`);
        },
    });
}

/** Pauses or resumes many. */
export function bulk(jobs, what, after) {
    const isPause = what === 'pause';
    ask({
        title: `${isPause ? 'Pause' : 'Resume'} ${count(jobs.length, 'job')}`,
        says: html`<p>${isPause ? 'Their schedules wait until the pause ends; what runs now goes on.' : 'Each goes on with its next time, after what was missed.'}</p>
            <ul class="names">${jobs.slice(0, 12).map(job => html`<li>${job}</li>`)}${jobs.length > 12 ? html`<li class="soft">and ${jobs.length - 12} more</li>` : nothing}</ul>`,
        fields: isPause ? [{ ...HOW_LONG, required: false }] : [CATCH_UP],
        act: isPause ? `Pause ${jobs.length}` : `Resume ${jobs.length}`,
        danger: isPause,
        force: true,
        submit: async (values, told) => {
            const body = isPause ? { until: values.until || undefined, force: values.force || undefined } : { catchUp: values.catchUp };
            const refusals = [];
            for (const [n, job] of jobs.entries()) {
                told(`${n} of ${jobs.length}`);
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
                guarded[0][1].message = `${guarded.map(([job, refusal]) => `${job}: ${refusal.message.replace(/ To do it all the same.*$/, '')}`).join(' ')} The others are done.`;
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
            ${scheduler?.paused ? html`<div class="note warn">Everything is paused by ${scheduler.paused.by}: this run would wait until that ends.</div>` : nothing}
            ${detail?.exclusive && detail.running.length > 0 ? html`<div class="note">One run at a time: ${runLink(detail.running[0].id)} goes on, and this one begins after it.</div>` : nothing}`,
        fields: parameters.map(parameterField),
        act: 'Run now',
        force: may('admin'),
        submit: async values => {
            const given = {};
            parameters.forEach(({ name }) => {
                if (String(values[name] ?? '').trim() !== '') {
                    given[name] = values[name];
                }
            });
            const answer = await change('POST', jobPath(job, '/trigger'), { reason: values.reason, parameters: parameters.length > 0 ? given : undefined, force: values.force || undefined });
            await after?.();
            return html`Asked for as <a href=${toRun(answer.executionId)}>#${answer.executionId}</a>.${answer.waitsFor ? html` It waits: ${answer.waitsFor}.` : nothing}`;
        },
    });
}

/** Interrupts all runs of a job. */
export function interruptJob(job, after) {
    ask({
        title: `Interrupt ${job}`,
        says: html`<p>Every run of it, on whichever node, is told to stop. When each has heard of it and when it stopped stands at the run.</p>`,
        act: 'Interrupt',
        danger: true,
        submit: async values => {
            const answer = await change('POST', jobPath(job, '/interrupt'), { reason: values.reason });
            await after?.();
            return html`Told ${count(answer.executions.length, 'run')} to stop: ${answer.executions.map(id => html` <a href=${toRun(id)}>#${id}</a>`)}`;
        },
    });
}

/** Interrupts a run. */
export function interruptRun(id, job, after) {
    ask({
        title: `Interrupt run #${id}`,
        says: html`<p>The node that runs ${job} is told to stop it. A job stops where it is safe to; what it has done stays done.</p>`,
        act: 'Interrupt',
        danger: true,
        submit: async values => {
            await change('POST', `/v1/ops/executions/${encodeURIComponent(id)}/interrupt`, { reason: values.reason });
            return done(after)(html`#${id} is told to stop.`);
        },
    });
}

/** Holds everything back. */
export function pauseAll(after) {
    ask({
        title: 'Pause everything',
        says: html`<p><b>No job fires on any node</b>: the feed is not polled, prices stand still, nothing is settled, and runs that operators ask for wait as well. What runs now goes on.</p>`,
        fields: [{ ...HOW_LONG, value: 'PT15M', required: false }],
        act: 'Pause everything',
        danger: true,
        force: true,
        submit: async values => {
            await change('POST', '/v1/ops/scheduler/pause', { reason: values.reason, until: values.until || undefined, force: values.force || undefined });
            return done(after)('Everything is paused.');
        },
    });
}

/** Lets everything go on. */
export function resumeAll(after) {
    ask({
        title: 'Resume everything',
        says: html`<p>Jobs that are paused one by one stay so. Each of the others makes up for what it missed with one run at once.</p>`,
        act: 'Resume everything',
        submit: async values => {
            await change('POST', '/v1/ops/scheduler/resume', { reason: values.reason });
            return done(after)('Everything goes on.');
        },
    });
}

/** Puts another schedule in the declared one's place. */
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

/** Back to the declared schedule. */
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

/** Stops a service and starts it anew. */
export function restartService(name, after) {
    ask({
        title: `Restart ${name}`,
        says: html`<p>It stops and starts anew on every node that has it, within a second or two. Another node may take its lease meanwhile.</p>`,
        act: 'Restart',
        danger: true,
        force: may('admin'),
        submit: async values => {
            const answer = await change('POST', `/v1/ops/services/${encodeURIComponent(name)}/restart`, { reason: values.reason, force: values.force || undefined });
            return done(after)(`${name} restarts on ${count(answer.nodes, 'node')}.`);
        },
    });
}

/** Lets a node take on nothing new, or lets it work again. */
export function drain(node, isDrain, after) {
    ask({
        title: isDrain ? `Drain ${node}` : `Let ${node} work again`,
        says: isDrain
            ? html`<p>It takes on nothing new; what runs there goes on. Other nodes take its jobs over. If it is the only one, <b>nothing fires any more</b>.</p>`
            : html`<p>It takes on jobs again.</p>`,
        act: isDrain ? 'Drain' : 'Let it work',
        danger: isDrain,
        force: isDrain && may('admin'),
        submit: async values => {
            await change('POST', `/v1/ops/cluster/${encodeURIComponent(node)}/${isDrain ? 'drain' : 'undrain'}`, { reason: values.reason, force: values.force || undefined });
            return done(after)(isDrain ? 'It takes on nothing new.' : 'It takes on jobs again.');
        },
    });
}

/** Makes a settlement be tried now. */
export function retrySettlement(settlement, after) {
    ask({
        title: `Retry the settlement of ${settlement.name}`,
        says: html`<p>It goes on with the step it has come to. What is done is not done again, so a retry is safe.</p>`,
        act: 'Retry now',
        submit: async values => {
            const answer = await change('POST', `/v1/ops/settlements/${encodeURIComponent(settlement.fixtureId)}/retry`, { reason: values.reason });
            return done(after)(html`It is tried now.${answer.waitsFor ? html` It waits: ${answer.waitsFor}.` : nothing}`);
        },
    });
}

/** Lets nobody be told of an alert for a while. */
export function silenceAlert(alert, after) {
    ask({
        title: 'Silence this alert',
        says: html`<p>${alert.summary}</p><p>Nobody is told of it, nor of its like, until then. It stays open.</p>`,
        fields: [{ ...HOW_LONG, options: HOW_LONG.options.filter(([key]) => key !== ''), help: '' }],
        act: 'Silence',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/silence`, { reason: values.reason, until: values.until });
            return done(after)('It is silent.');
        },
    });
}

/** Lets an alert be told of again. */
export function unsilenceAlert(alert, after) {
    ask({
        title: 'Tell of this alert again',
        says: html`<p>${alert.summary}</p>`,
        act: 'Tell again',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/unsilence`, { reason: values.reason });
            return done(after)('It is told of again.');
        },
    });
}

/** Sets a trigger going that stands still. */
export async function repairTrigger(job, after) {
    const found = await get('/v1/ops/stuck').catch(() => ({ items: [] }));
    const stuck = found.items.find(one => one.job === job);
    ask({
        title: `Repair the trigger of ${job}`,
        says: stuck
            ? html`<p>It is ${plain(stuck.state)} and ${span(stuck.overdueMs)} overdue. ${capital(stuck.will)}${stuck.at ? html`, ${fromNow(stuck.at, now())}` : nothing}.</p>
                <details><summary>The rows</summary><pre tabindex="0">${JSON.stringify(stuck.rows, null, 2)}</pre></details>`
            : html`<p>It doesn’t stand still any more: the watchdog may have repaired it.</p>`,
        act: 'Repair it now',
        submit: async values => {
            await change('POST', '/v1/ops/stuck/repair', { reason: values.reason, group: stuck?.group ?? '', name: stuck?.name ?? '' });
            return done(after)(`${job} is set going.`);
        },
    });
}

/** Closes an alert. */
export function closeAlert(alert, after) {
    ask({
        title: 'Close this alert',
        says: html`<p>${alert.summary}</p><p>If it is still so, it opens again: of what is to stay as it is, a silence is better.</p>`,
        act: 'Close it',
        submit: async values => {
            await change('POST', `/v1/ops/alerts/${encodeURIComponent(alert.id)}/close`, { reason: values.reason });
            return done(after)('It is closed.');
        },
    });
}

/** The levers of a job as small buttons: run, pause or resume, interrupt. */
export function jobLevers(job, after, { words = false } = {}) {
    if (!may('operator')) {
        return nothing;
    }
    const name = `${job.group}/${job.name}`;
    const isHeldItself = job.paused !== null && !job.paused.everything;
    const kind = words ? '' : 'ghost';
    const lever = (shape, text, act, more = '') => button(words ? text : null, act, { shape, kind: `${kind} ${more}`, label: words ? null : `${text} ${name}` });
    return html`${lever('run', 'Run now', () => triggerJob(name, after), words ? 'primary' : '')}
        ${isHeldItself ? lever('resume', 'Resume', () => resumeJob(name, after)) : lever('pause', 'Pause', () => pauseJob(name, after))}
        ${job.running.length > 0 ? lever('interrupt', 'Interrupt', () => interruptJob(name, after)) : words ? nothing : html`<span class="button ghost hole" aria-hidden="true"></span>`}`;
}

/** What helps, as an explanation names it: a button or a link; nothing where it is done elsewhere or not by this role. */
export function helping(lever, job, { declared, runs, after } = {}) {
    const offers = {
        RESUME: () => may('operator') && button('Resume', () => resumeJob(job, after), { shape: 'resume', kind: 'primary' }),
        RESUME_EVERYTHING: () => may('admin') && button('Resume everything', () => resumeAll(after), { shape: 'resume', kind: 'primary' }),
        INTERRUPT_THE_RUN: () => may('operator') && button('Interrupt', () => (runs?.length === 1 ? interruptRun(runs[0].id, job, after) : interruptJob(job, after)), { shape: 'interrupt' }),
        CHANGE_THE_SCHEDULE: () => may('admin') && html`<a class="button" href=${toJob(job, '/schedule')}>Change its schedule</a>`,
        RESTORE_THE_SCHEDULE: () => may('admin') && button('Restore', () => restoreSchedule(job, declared, after), { shape: 'schedule' }),
        REPAIR_THE_TRIGGER: () => may('operator') && button('Repair', () => repairTrigger(job, after), { shape: 'restart' }),
        TRIGGER: () => may('operator') && button('Run now', () => triggerJob(job, after), { shape: 'run' }),
        END_THE_DRAIN: () => html`<a class="button" href=${to('/cluster')}>To the nodes</a>`,
        MAKE_ROOM: () => html`<a class="button" href=${to('/cluster')}>What runs now</a>`,
        LOOK_AT_THE_DATABASE: () => html`<a class="button" href=${to('/cluster')}>Who waits for locks</a>`,
        SET_THE_CLOCK: () => html`<a class="button" href=${to('/cluster')}>To the nodes</a>`,
    };
    return offers[lever]?.() || nothing;
}
