// Figures of the scheduler, and the jobs that matter most.

import { now } from '../api.js';
import { beats, sparkline } from '../charts.js';
import { html, nothing } from '../../shared/html.js';
import { jobCommands } from '../commands.js';
import { due, figure, from, jobLink, state, tag } from '../parts.js';
import { to } from '../../shared/route.js';
import { BAD, count, number, percent, span, standing } from '../words.js';
import { isLate, overdueOf } from './problems.js';

const LATELY = 10 * 60_000;

export function jobsPart(sources, pulse) {
    return html`${from(sources.scheduler, one => html`<div class="figures">
            ${figure(number(one.running), 'running now', { href: to('/executions', { outcome: 'RUNNING' }), unit: ` / ${number(one.threads)}` })}
            ${figure(number(pulse[pulse.length - 1] ?? 0), 'runs in a minute', { href: to('/timeline') })}
            ${pulse.length > 4 ? html`<div class="figure">${sparkline(pulse, 'runs in a minute, since this page was opened')}<span class="figure-name">since the page was opened</span></div>` : nothing}
            ${figure(number(one.queued), 'requested, waiting', { href: to('/executions', { outcome: 'QUEUED' }) })}
            ${figure(number(overdueOf(sources.jobs.value ?? [])), 'overdue', { loud: overdueOf(sources.jobs.value ?? []) > 0 ? 'warn' : '' })}
            ${figure(percentOfDay(sources.jobs.value), 'succeeded, 24 h', {})}
            ${figure(number((sources.bad.value?.items ?? []).filter(run => now() - Date.parse(run.finishedAt ?? run.scheduledAt) < 3_600_000).length), 'failed, last hour', { href: to('/executions', { outcome: BAD.join(',') }), loud: (sources.bad.value?.items ?? []).some(run => now() - Date.parse(run.finishedAt ?? run.scheduledAt) < LATELY) ? 'bad' : '' })}
        </div>`)}
        ${from(sources.jobs, jobs => board(jobs, () => sources.jobs.read()))}`;
}

function percentOfDay(jobs) {
    const runs = (jobs ?? []).reduce((sum, job) => sum + job.day.runs, 0);
    const good = (jobs ?? []).reduce((sum, job) => sum + job.day.good, 0);
    return percent(runs === 0 ? null : good / runs);
}

const RANK = { ERROR: 0, BLOCKED: 2, PAUSED: 3, RUNNING: 5, WAITING: 6, IDLE: 8, OFF: 9 };

function rank(job) {
    return job.failuresInARow > 0 ? 1 : isLate(job) ? 2 : RANK[job.state] ?? 7;
}

function board(jobs, after) {
    const shown = [...jobs].sort((a, b) => rank(a) - rank(b) || b.beats.length - a.beats.length || (a.nextFireAt ?? '9').localeCompare(b.nextFireAt ?? '9')).slice(0, 12);
    return html`<div class="table-box"><table class="board">
        <thead><tr><th>Job</th><th>State</th><th class="wide-only">Last 60 runs</th><th class="r">Late p50 / p99</th><th class="r wide-only">Next</th><th class="commands-cell"><span class="hidden-words">Commands</span></th></tr></thead>
        <tbody>${shown.map(job => {
            const name = `${job.group}/${job.name}`;
            return html`<tr>
                <td data-is="name">${jobLink(name)}</td>
                <td data-is="state">${state(standing(job, now()))}${job.failuresInARow > 0 ? tag(`${job.failuresInARow} failed`, 'consecutive failed runs', 'bad') : nothing}</td>
                <td data-is="beats">${beats(job.beats)}</td>
                <td class="r num" data-is="late">${job.latenessMs.p50 === null ? html`<span class="faint">–</span>` : html`<span class=${isLate(job) ? 'warn' : ''}>${span(job.latenessMs.p50)}</span> <span class="soft">/ ${span(job.latenessMs.p99)}</span>`}</td>
                <td class="r" data-is="next">${job.state === 'PAUSED' ? html`<span class="soft">held back</span>` : due(job, now())}</td>
                <td class="commands-cell">${jobCommands(job, after)}</td>
            </tr>`;
        })}</tbody></table></div>
        ${jobs.length > shown.length ? html`<p class="more"><a href=${to('/jobs')}>and ${count(jobs.length - shown.length, 'other')}</a></p>` : nothing}`;
}
