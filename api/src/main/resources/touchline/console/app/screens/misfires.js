// Times of schedules at which no run began: those that wait, and how the others were handled.

import { get } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { empty, from, head, jobLink, relative, runLink, section, wholeTime } from '../parts.js';
import { toJob } from '../route.js';
import { asked, to } from '../../shared/route.js';
import { Source } from '../source.js';
import { count, number } from '../words.js';

const HANDLED = { RAN_ONCE: 'one run made up for all', RAN_EACH: 'a run made up for each', SKIPPED: 'skipped' };
const WILL = { RAN_ONCE: 'one run makes up for all', SKIPPED: 'they are skipped' };

function waits(one) {
    return one.paused !== null ? html`${one.paused.everything ? 'everything is paused' : 'it is paused'} by ${one.paused.by}${one.paused.until ? html`, until ${wholeTime(one.paused.until)}` : ', until resumed'}`
        : one.putOffUntil !== null ? html`its calendar excludes today; it runs ${wholeTime(one.putOffUntil)}`
        : one.blocked ? 'its run is in progress' : html`<a href=${toJob(one.job)}>see its status</a>`;
}

function table(label, heads, rows) {
    return html`<div class="table-box" tabindex="0" role="region" aria-label=${`${label}, table`}><table class="mini stacked"><thead><tr>${heads.map(([text, kind]) => html`<th class=${kind ?? ''}>${text}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function misfires() {
    const job = asked('job');
    const pending = new Source(() => get('/v1/ops/misfires/pending'), { on: type => type === 'job' || type === 'executions-many', every: 5_000, gap: 2_000 });
    const handled = new Source(() => get('/v1/ops/misfires', { job, limit: 200 }), { on: type => type === 'job' || type === 'executions-many', every: 10_000, gap: 2_000 });

    function waiting({ items }) {
        const shown = items.filter(one => !job || one.job === job);
        return shown.length === 0 ? empty('No missed time waits.') : table('Waiting', [['Job'], ['Since'], ['Times', 'r'], ['Waits because'], ['Then']], shown.map(one => html`<tr><td>${jobLink(one.job)}</td><td>${wholeTime(one.since)} <span class="soft">${relative(one.since)}</span></td><td class="r num" data-label="Times">${one.times >= 100 && one.putOffUntil === null ? '100 or more' : number(one.times)}</td><td data-label="Waits because">${waits(one)}</td><td data-label="Then">${WILL[one.will]}</td></tr>`));
    }

    function done({ items }) {
        return items.length === 0 ? empty('No time was missed.', 'A time is missed if its run begins more than 5 s late, or not at all.') : table('Handled', [['Job'], ['Missed'], ['Times', 'r'], ['Handling'], ['Chosen by'], ['Run']], items.map(one => html`<tr><td>${jobLink(one.job)}</td>
            <td>${wholeTime(one.firstAt)}${one.lastAt === one.firstAt ? nothing : html` <span class="soft">to</span> ${wholeTime(one.lastAt)}`}</td><td class="r num" data-label="Times">${number(one.times)}${one.more ? html` <span class="soft">or more</span>` : nothing}</td>
            <td data-label="Handling">${HANDLED[one.handling]}</td><td data-label="Chosen by">${one.by ?? html`<span class="soft">the job’s policy</span>`}</td><td data-label="Run">${one.executionId ? runLink(one.executionId) : html`<span class="faint">–</span>`}</td></tr>`));
    }

    return {
        title: 'Missed times',
        here: 'jobs',
        view: () => html`${head('Missed times', { before: html`<p class="crumb"><a href=${to('/jobs')}>Jobs</a></p>`, sub: job ? html`Of ${jobLink(job)}. <a href=${to('/misfires')}>Of all jobs</a>` : handled.value === null || handled.value.items.length === 0 ? nothing : `${count(handled.value.items.reduce((sum, one) => sum + one.times, 0), 'time')} of schedules at which no run began.` })}
            ${section('Waiting', from(pending, waiting))}
            ${section('Handled', from(handled, done))}`,
        stop: () => {
            pending.stop();
            handled.stop();
        },
    };
}
