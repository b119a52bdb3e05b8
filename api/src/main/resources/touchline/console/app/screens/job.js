// One job: first why it fires or doesn't, then how it went, when it fires next, and who did what to it.

import { get, jobPath, may, now } from '../api.js';
import { beats, durations } from '../charts.js';
import { html, nothing } from '../html.js';
import { icon } from '../icons.js';
import { helping, jobLevers, restoreSchedule } from '../levers.js';
import { button, empty, facts, from, head, nodeLink, relative, section, state, tag, wholeTime } from '../parts.js';
import { to, toJob } from '../route.js';
import { Source } from '../source.js';
import { capital, count, number, percent, plain, span, standing, zone } from '../words.js';
import { auditList } from './audit.js';
import { runsTable } from './executions.js';

/** Why a time is not kept. */
const HELD = { PAUSED: 'paused', EVERYTHING_PAUSED: 'everything is paused', CONDITION_OFF: 'its condition is off', NO_NODE: 'no node is there', UNKNOWN_TO_NODES: 'no node knows it', QUARTZ_PAUSED: 'paused in Quartz' };

export function job(name) {
    const isMine = (type, data) => (type === 'execution' || type === 'job') && data.job === name;
    const concerns = (type, data) => isMine(type, data) || type === 'executions-many' || type === 'node' || (type === 'job' && data.job === 'scheduler');
    const [group, own] = name.split('/');
    const sources = {
        job: new Source(() => get(jobPath(name)), { on: concerns, every: 15_000 }),
        explain: new Source(() => get(jobPath(name, '/explain'), { zone }), { on: concerns, every: 5_000 }),
        upcoming: new Source(() => get(jobPath(name, '/upcoming'), { count: 12, zone }), { on: concerns, every: 20_000, gap: 3_000 }),
        runs: new Source(() => get('/v1/ops/executions', { group, job: own, limit: 100 }), { on: isMine, every: 20_000, gap: 2_000 }),
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
            levers: html`${jobLevers(found, after, { words: true })}${may('admin') ? html`<a class="button" href=${toJob(name, '/schedule')}>${icon('schedule')}<span>Schedule</span></a>` : nothing}`,
        })}
        ${section(found.state === 'OFF' || found.paused ? 'Why doesn’t it fire?' : 'Why does it fire, or not?', from(sources.explain, explanation => findings(explanation, found)), { kind: 'explain' })}
        ${section('How it went', from(sources.runs, ({ items }) => went(items, found)), { aside: html`<a href=${to('/executions', { job: name })}>All runs</a>` })}
        <div class="halves">
            ${section('When it fires next', from(sources.upcoming, upcoming), { aside: may('admin') ? html`<a href=${toJob(name, '/schedule')}>Change</a>` : nothing })}
            ${section('How it is declared', declared(found))}
        </div>
        ${section('What operators did to it', from(sources.audit, ({ items }) => (items.length === 0 ? empty('Nobody has done anything to it.') : auditList(items, { subject: false }))), { aside: html`<a href=${to('/audit', { subject: name })}>All of it</a>` })}`;
    }

    function findings(explanation, found) {
        return html`<ul class="findings">${explanation.findings.map(finding => html`<li class=${finding.holdsUp ? 'holds' : ''}>
            <span class="finding-mark" aria-hidden="true"></span>
            <div><p>${finding.words}</p>${finding.lever === 'NOTHING_TO_DO' ? finding.holdsUp ? html`<p class="soft">Nothing to do.</p>` : nothing : html`<p class="soft">${finding.holdsUp ? `What helps: ${finding.help}` : capital(finding.help)}.</p>`}</div>
            <div class="finding-lever">${helping(finding.lever, name, { declared: found.declared.words, runs: found.running, after })}</div>
        </li>`)}</ul>`;
    }

    function went(items, found) {
        if (items.length === 0) {
            return empty('It has not run yet.', found.nextFireAt ? html`Its first time is ${relative(found.nextFireAt)}.` : 'It runs when somebody asks for it.');
        }
        return html`<div class="figures">
                <div class="figure"><span class="figure-value num ${found.lately.rate !== null && found.lately.rate < 0.95 ? 'bad' : ''}">${percent(found.lately.rate)}</span><span class="figure-name">of the last ${found.lately.runs} went well</span></div>
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
            ${forecast.times.length === 0 ? empty('No time lies ahead.') : html`<ol class="times">${forecast.times.map(one => html`<li class=${one.heldBackBy ? 'held' : ''}>${one.heldBackBy ? html`<s>${wholeTime(one.at)}</s>` : wholeTime(one.at)}<span class="soft">${one.heldBackBy ? `not run: ${HELD[one.heldBackBy] ?? plain(one.heldBackBy)}` : relative(one.at)}</span>${one.mark ? tag(plain(one.mark), 'what the change of the clocks does', 'warn') : nothing}</li>`)}</ol>`}
            ${forecast.clockChanges.length === 0 ? nothing : html`<ul class="notes">${forecast.clockChanges.map(change => html`<li>${change.words}</li>`)}</ul>`}`;
    }

    /** Named where it is not the first of the times. */
    function firstRun(forecast) {
        const [first] = forecast.times;
        return !first?.heldBackBy ? nothing
            : forecast.firstRunAt === null ? html`<p class="first-run">No run until what holds it back is ended.</p>`
            : html`<p class="first-run">First run: <b>${wholeTime(forecast.firstRunAt)}</b> <span class="soft">${relative(forecast.firstRunAt)}</span></p>`;
    }

    function declared(found) {
        return facts([
            ['Fires', html`${found.effective.words}${found.effective.cron ? html` <code>${found.effective.cron}</code> <span class="soft">${found.effective.zone}</span>` : nothing}`],
            found.override && ['Overridden', html`by <b>${found.override.by}</b>, ${relative(found.override.at)}: “${found.override.reason}”. Declared: ${found.declared.words}. ${may('admin') ? button('Restore', () => restoreSchedule(name, found.declared.words, after), { kind: 'small' }) : nothing}`],
            found.paused && ['Paused', html`${found.paused.everything ? 'everything is, ' : ''}by <b>${found.paused.by}</b> ${relative(found.paused.at)}, ${found.paused.until ? html`until ${wholeTime(found.paused.until)}` : 'until somebody resumes it'}: “${found.paused.reason}”`],
            ['At a time', found.exclusive ? 'one run in the cluster, fenced' : 'as many as there are'],
            ['A missed time', plain(found.misfire)],
            ['A run that dies', found.recovered ? 'is taken up by another node' : 'is not taken up'],
            ['A run that fails', found.retry.attempts === 1 ? 'is not tried again' : `is tried again, ${found.retry.attempts === null ? 'without end' : `${count(found.retry.attempts, 'time')} in all`}, after ${span(found.retry.firstMs)} to ${span(found.retry.longestMs)}`],
            ['Late after', span(found.lateAfterMs)],
            ['Interrupted after', span(found.deadlineMs)],
            found.condition && ['Runs where', found.condition],
            found.parameters.length > 0 && ['Takes', html`<ul class="plain-list">${found.parameters.map(one => html`<li><code>${one.name}</code> ${one.description}${one.required ? nothing : html` <span class="soft">optional</span>`}</li>`)}</ul>`],
            ['Known on', found.nodes.length === 0 ? html`<span class="bad">no node that is alive</span>` : html`${found.nodes.map(node => html`${nodeLink(node.node)}${node.runs ? nothing : html` <span class="soft">(doesn’t run it${node.condition ? `: ${node.condition}` : ''})</span>`} `)}`],
        ]);
    }

    return { title: name, here: 'jobs', view, stop: () => Object.values(sources).forEach(source => source.stop()) };
}
