// One job: status, runs, next times and audit.

import { get, jobPath, may, now } from '../api.js';
import { beats, durations } from '../charts.js';
import { html, nothing } from '../../shared/html.js';
import { icon } from '../icons.js';
import { suggestedAction, jobCommands, restoreSchedule } from '../commands.js';
import { button, empty, facts, from, head, nodeLink, relative, section, state, tag, wholeTime } from '../parts.js';
import { toJob } from '../route.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';
import { capital, count, number, percent, plain, span, standing, zone } from '../words.js';
import { auditList } from './audit.js';
import { runsTable } from './executions.js';

/** Why a time is skipped. */
const HELD = { PAUSED: 'paused', EVERYTHING_PAUSED: 'everything is paused', CONDITION_OFF: 'its condition is off', NO_NODE: 'no node is alive', UNKNOWN_TO_NODES: 'no node knows it', QUARTZ_PAUSED: 'paused in Quartz', CALENDAR_EXCLUDES: 'excluded by its calendar' };

export function job(name) {
    const isMine = (type, data) => (type === 'execution' || type === 'job') && data.job === name;
    const concerns = (type, data) => isMine(type, data) || type === 'executions-many' || type === 'node' || (type === 'job' && data.job === 'scheduler');
    const [group, own] = name.split('/');
    const sources = {
        job: new Source(() => get(jobPath(name)), { on: concerns, every: 15_000 }),
        explain: new Source(() => get(jobPath(name, '/explain'), { zone }), { on: concerns, every: 5_000 }),
        upcoming: new Source(() => get(jobPath(name, '/upcoming'), { count: 12, zone }), { on: concerns, every: 20_000, gap: 3_000 }),
        runs: new Source(() => get('/v1/ops/executions', { group, job: own, limit: 100 }), { on: isMine, every: 20_000, gap: 2_000 }),
        calendars: new Source(() => get('/v1/ops/calendars'), { on: type => type === 'audit', every: 60_000 }),
        audit: new Source(() => get('/v1/ops/audit', { subject: name, limit: 10 }), { on: (type, data) => type === 'audit' && data.subject === name, every: 60_000 }),
    };
    const after = () => Promise.all(Object.values(sources).map(source => source.read()));

    function view() {
        const found = sources.job.value;
        const before = html`<p class="crumb"><a href=${to('/jobs')}>Jobs</a></p>`;
        if (found === null) {
            return html`${head(name, { before })}${from(sources.job, () => nothing)}`;
        }
        return html`${head(html`${name} ${state(standing(found, now()))}`, {
            before,
            sub: found.description,
            commands: html`${jobCommands(found, after, { words: true })}${may('admin') ? html`<a class="button" href=${toJob(name, '/schedule')}>${icon('schedule')}<span>Schedule</span></a>` : nothing}`,
        })}
        ${section('Status', from(sources.explain, explanation => findings(explanation, found)), { kind: 'explain' })}
        ${section('Runs', from(sources.runs, ({ items }) => went(items, found)), { aside: html`<a href=${to('/executions', { job: name })}>All runs</a>` })}
        <div class="halves">
            ${section('Next runs', from(sources.upcoming, upcoming), { aside: may('admin') ? html`<a href=${toJob(name, '/schedule')}>Change</a>` : nothing })}
            ${section('Definition', declared(found))}
        </div>
        ${section('Audit', from(sources.audit, ({ items }) => (items.length === 0 ? empty('No commands yet.') : auditList(items, { subject: false }))), { aside: html`<a href=${to('/audit', { subject: name })}>All of it</a>` })}`;
    }

    function findings(explanation, found) {
        return html`<ul class="findings">${explanation.findings.map(finding => html`<li class=${finding.holdsUp ? 'holds' : ''}>
            <span class="finding-mark" aria-hidden="true"></span>
            <div><p>${finding.words}</p>${finding.lever === 'NOTHING_TO_DO' ? finding.holdsUp ? html`<p class="soft">Nothing to do.</p>` : nothing : html`<p class="soft">${finding.holdsUp ? `What helps: ${finding.help}` : capital(finding.help)}.</p>`}</div>
            <div class="finding-action">${suggestedAction(finding.lever, name, { declared: found.declared.words, runs: found.running, after })}</div>
        </li>`)}</ul>`;
    }

    function went(items, found) {
        if (items.length === 0) {
            return empty('No runs yet.', found.nextFireAt ? html`Its first time is ${relative(found.nextFireAt)}.` : 'It runs when somebody asks for it.');
        }
        return html`<div class="figures">
                <div class="figure"><span class="figure-value num ${found.lately.rate !== null && found.lately.rate < 0.95 ? 'bad' : ''}">${percent(found.lately.rate)}</span><span class="figure-name">of the last ${found.lately.runs} succeeded</span></div>
                <div class="figure"><span class="figure-value num">${number(found.day.runs)}</span><span class="figure-name">${found.day.runs === 1 ? 'run' : 'runs'} in 24 h</span></div>
                <div class="figure"><span class="figure-value num">${found.durationMs.p50 === null ? '–' : span(found.durationMs.p50)}</span><span class="figure-name">takes, p95 ${found.durationMs.p95 === null ? '–' : span(found.durationMs.p95)}</span></div>
                <div class="figure"><span class="figure-value num ${(found.latenessMs.p50 ?? 0) > found.lateAfterMs ? 'warn' : ''}">${found.latenessMs.p50 === null ? '–' : span(found.latenessMs.p50)}</span><span class="figure-name">late, p99 ${found.latenessMs.p99 === null ? '–' : span(found.latenessMs.p99)}</span></div>
                <div class="figure grows"><span class="figure-value">${beats(found.beats, { length: Math.max(24, found.beats.length) })}</span><span class="figure-name">on time? the last ${found.beats.length}, each a link</span></div>
            </div>
            ${durations(items)}
            ${runsTable(items.slice(0, 10), { job: false })}`;
    }

    function upcoming(forecast) {
        return html`<p class="words">${forecast.schedule}${forecast.estimated ? html` <span class="soft">– it decides at the end of each run; these are the latest.</span>` : nothing}</p>
            ${firstRun(forecast)}
            ${forecast.times.length === 0 ? empty('No next times.') : html`<ol class="times">${forecast.times.map(one => html`<li class=${one.heldBackBy ? 'held' : ''}>${one.heldBackBy ? html`<s>${wholeTime(one.at)}</s>` : wholeTime(one.at)}<span class="soft">${one.heldBackBy ? `not run: ${HELD[one.heldBackBy] ?? plain(one.heldBackBy)}` : relative(one.at)}</span>${one.mark ? tag(plain(one.mark), 'effect of the clock change', 'warn') : nothing}</li>`)}</ol>`}
            ${forecast.clockChanges.length === 0 ? nothing : html`<ul class="notes">${forecast.clockChanges.map(change => html`<li>${change.words}</li>`)}</ul>`}`;
    }

    /** Named where it is not the first of the times. */
    function firstRun(forecast) {
        const [first] = forecast.times;
        return !first?.heldBackBy ? nothing
            : forecast.firstRunAt === null ? html`<p class="first-run">No run until the pause or condition ends.</p>`
            : html`<p class="first-run">First run: <b>${wholeTime(forecast.firstRunAt)}</b> <span class="soft">${relative(forecast.firstRunAt)}</span></p>`;
    }

    function declared(found) {
        const calendar = sources.calendars.value?.items.find(one => one.jobs.includes(name));
        return facts([
            ['Fires', html`${found.effective.words}${found.effective.cron ? html` <code>${found.effective.cron}</code> <span class="soft">${found.effective.zone}</span>` : nothing}`],
            found.override && ['Overridden', html`by <b>${found.override.by}</b>, ${relative(found.override.at)}: “${found.override.reason}”. Declared: ${found.declared.words}. ${may('admin') ? button('Restore', () => restoreSchedule(name, found.declared.words, after), { kind: 'small' }) : nothing}`],
            found.paused && ['Paused', html`${found.paused.everything ? 'everything is, ' : ''}by <b>${found.paused.by}</b> ${relative(found.paused.at)}, ${found.paused.until ? html`until ${wholeTime(found.paused.until)}` : 'until resumed'}: “${found.paused.reason}”`],
            ['Concurrency', found.exclusive ? 'one run in the cluster, fenced' : 'unlimited'],
            calendar && ['Calendar', html`<a href=${to('/calendars')}>${calendar.name}</a>: no runs on ${calendar.words}`],
            ['Missed time', html`${plain(found.misfire)} <a href=${to('/misfires', { job: name })}>Missed times</a>`],
            ['Its node dies', found.recovered ? 'the run is recovered by another node' : 'Not recovered if its node dies'],
            ['Failed run', found.retry.attempts === 1 ? 'not retried' : `retried, ${found.retry.attempts === null ? 'without limit' : `${count(found.retry.attempts, 'time')} in all`}, after ${span(found.retry.firstMs)} to ${span(found.retry.longestMs)}`],
            ['Late after', span(found.lateAfterMs)],
            ['Interrupted after', span(found.deadlineMs)],
            found.condition && ['Runs where', found.condition],
            found.parameters.length > 0 && ['Takes', html`<ul class="plain-list">${found.parameters.map(one => html`<li><code>${one.name}</code> ${one.description}${one.required ? nothing : html` <span class="soft">optional</span>`}</li>`)}</ul>`],
            ['Known on', found.nodes.length === 0 ? html`<span class="bad">no node that is alive</span>` : html`${found.nodes.map(node => html`${nodeLink(node.node)}${node.runs ? nothing : html` <span class="soft">(does not run it${node.condition ? `: ${node.condition}` : ''})</span>`} `)}`],
        ]);
    }

    return { title: name, here: 'jobs', view, stop: () => Object.values(sources).forEach(source => source.stop()) };
}
