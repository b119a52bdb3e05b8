// Runs, lags and error budgets over a day, of any day that is kept.

import { all, get } from '../api.js';
import { dayPicker, dayQuery } from '../day.js';
import { html, nothing } from '../../shared/html.js';
import { choice, empty, from, head, jobLink, section } from '../parts.js';
import { legend, Plot } from '../plot.js';
import { ask, asked, to } from '../../shared/route.js';
import { Source } from '../source.js';
import { count, number, percent, span } from '../words.js';

const RUNS = [['succeeded', 'calm', 'succeeded'], ['skipped', 'faint', 'skipped'], ['interrupted', 'warn', 'interrupted'], ['failed', 'bad', 'failed']];
const LINES = 6;

export function trends() {
    const runs = new Plot('runs-chart', { high: 220 });
    const lags = new Plot('lag-chart', { high: 220 });
    const sources = {
        trends: new Source(() => get('/v1/ops/trends', { ...dayQuery(), job: asked('job') }), { query: () => `${asked('day')} ${asked('job')}`, every: 30_000 }),
        budgets: new Source(() => get('/v1/ops/error-budgets'), { every: 30_000 }),
        jobs: new Source(() => all('/v1/ops/jobs'), { every: 300_000 }),
    };

    function runsChart(one) {
        const total = name => one.runs.reduce((sum, part) => sum + part[name], 0);
        if (one.runs.length === 0) {
            return empty('No runs are counted on this day.', 'They are counted once a minute and kept for as long as runs.');
        }
        const bars = one.runs.map(part => ({ at: Date.parse(part.at), width: one.width * 1_000, parts: RUNS.map(([name, tone, words]) => ({ name: words, tone, value: part[name] })) }));
        const marks = one.runs.filter(part => part.late > 0).map(part => ({ at: Date.parse(part.at) + one.width * 500, tone: 'warn', words: `${number(part.late)} late` }));
        return html`${legend(RUNS.map(([name, tone, words]) => [tone, `${words} ${number(total(name))}`]))}
            ${runs.view({ label: `${RUNS.map(([name, , words]) => `${number(total(name))} ${words}`).join(', ')}, ${number(total('late'))} late`, from: Date.parse(one.from), to: Date.parse(one.to), bars, marks, words: value => number(Math.round(value)), zero: true })}
            <p class="more"><a href=${to('/executions', { outcome: 'FAILED,TIMED_OUT,LOST' })}>Failed runs</a> · dots above mark late starts</p>`;
    }

    function lagChart(one) {
        if (one.lags.length === 0) {
            return empty('No lag is sampled on this day.', 'Services are sampled once a minute.');
        }
        const most = lag => Math.max(...lag.samples.map(sample => sample.millis));
        const lines = one.lags.map((lag, n) => ({ name: lag.service === 'flusher' ? 'book (flusher)' : lag.service, tone: `line-${(n % LINES) + 1}`, points: lag.samples.map(sample => ({ at: Date.parse(sample.at), value: sample.millis })) }));
        return html`${legend(lines.map((line, n) => [line.tone, `${line.name}, at most ${span(most(one.lags[n]))}`]))}
            ${lags.view({ label: `Lag: ${one.lags.map(lag => `${lag.service} at most ${span(most(lag))}`).join(', ')}`, from: Date.parse(one.from), to: Date.parse(one.to), lines, words: span, zero: true })}`;
    }

    function budgets({ items }) {
        if (items.length === 0) {
            return empty('No promise is counted yet.', 'The job platform/trends counts them once a minute.');
        }
        const sorted = [...items].sort((a, b) => b.used - a.used);
        const loud = one => (one.used >= 1 ? 'bad' : one.used >= 0.5 || one.burnRate > 1 ? 'warn' : '');
        return html`<div class="table-box" tabindex="0" role="region" aria-label="Error budgets, table"><table class="mini"><thead><tr><th>Job</th><th>Promise</th><th class="r">On time</th><th class="r">Late of due</th><th>Budget used</th><th class="r">Burn rate, last hour</th></tr></thead>
            <tbody>${sorted.map(one => html`<tr><td>${jobLink(one.job)}</td><td>${percent(one.target)} within ${span(one.withinMs)}</td><td class="r num">${percent(one.onTime)}</td>
                <td class="r num">${number(one.late)} of ${number(one.due)}</td>
                <td><span class="budget"><meter class=${loud(one)} min="0" max="1" aria-label=${`Budget used by ${one.job}`} .value=${Math.min(1, one.used)}></meter><span class="num ${loud(one)}">${one.used > 9.99 ? '> 999 %' : `${Math.round(one.used * 100)} %`}</span></span></td>
                <td class="r num ${one.burnRate > 1 ? 'warn' : ''}">${one.burnRate.toFixed(1)}</td></tr>`)}</tbody></table></div>
            <p class="soft">Over 14 days. At a burn rate of 1 a budget lasts exactly as long. ${sorted[0].used < 1 ? nothing : html`<b>${count(sorted.filter(one => one.used >= 1).length, 'budget')} used up.</b>`}</p>`;
    }

    const again = () => sources.trends.read();
    return {
        title: 'Trends',
        here: 'trends',
        view: () => html`${head('Trends', { sub: 'How jobs ran and services kept up on a day, and what is left of what each job promises.' })}
            <div class="tools">${dayPicker(again)}${choice('Job', asked('job'), [['', 'all jobs'], ...(sources.jobs.value ?? []).map(job => [`${job.group}/${job.name}`, `${job.group}/${job.name}`])], value => {
                ask('job', value);
                again();
            })}</div>
            ${section('Runs', from(sources.trends, runsChart))}
            ${section('Lag of services', from(sources.trends, lagChart))}
            ${section('Error budgets', from(sources.budgets, budgets))}`,
        drawn: () => {
            runs.drawn();
            lags.drawn();
        },
        stop: () => {
            runs.stop();
            lags.stop();
            Object.values(sources).forEach(source => source.stop());
        },
    };
}
