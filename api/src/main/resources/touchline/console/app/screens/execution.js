// One run: progress, log, result and interruption.

import { get, may, now } from '../api.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { interruptRun, triggerJob } from '../commands.js';
import { listen } from '../live.js';
import { button, cause, empty, facts, from, head, jobLink, nodeLink, relative, runLink, section, state, tag, time, wholeTime } from '../parts.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';
import { count, fineTime, number, plain, span, utc } from '../words.js';
import { isItself, took } from './executions.js';

const MOST_LINES = 5_000;
const PAGE = 500;

/** The lines of a run's log, read as they come. */
class LogReader {
    constructor(id) {
        this.id = id;
        this.lines = [];
        this.said = 0;
        this.cursor = '0';
        this.error = null;
        this.reading = false;
        this.isOver = false;
        this.timer = setInterval(() => this.read(), 1_000);
        this.read();
    }

    async read() {
        if (this.reading || this.cursor === null || document.hidden) {
            return;
        }
        this.reading = true;
        let isFull = false;
        try {
            const page = await get(`/v1/ops/executions/${encodeURIComponent(this.id)}/log`, { after: this.cursor, limit: PAGE });
            if (this.isOver) {
                return;
            }
            isFull = page.items.length === PAGE;
            this.lines = [...this.lines, ...page.items].slice(-MOST_LINES);
            this.said = page.said;
            this.cursor = page.nextCursor;
            this.error = null;
            if (page.items.length > 0) {
                draw();
            }
        } catch (error) {
            this.error = error;
            if (error.status === 404) {
                this.cursor = null;
            }
        }
        this.reading = false;
        if (isFull) {
            this.read();
        }
    }

    stop() {
        this.isOver = true;
        clearInterval(this.timer);
    }
}

export function execution(id) {
    const path = `/v1/ops/executions/${encodeURIComponent(id)}`;
    const source = new Source(() => get(path), { on: (type, data) => type === 'execution' && data.id === id, every: 15_000, gap: 800 });
    // An interrupt sends no event, so a run in progress is read more often.
    const quick = setInterval(() => source.value?.outcome === 'RUNNING' && !source.reading && source.read(), 1_500);
    const log = new LogReader(id);
    let follows = true;
    const unlisten = listen((type, data) => type === 'execution' && data.id === id && log.read());
    const after = () => source.read();

    function view() {
        const run = source.value;
        const before = html`<p class="crumb"><a href=${to('/executions')}>Runs</a>${run ? html` · <a href=${to(`/jobs/${run.job}`)}>${run.job}</a>` : nothing}</p>`;
        if (run === null) {
            return html`${head(`Run #${id}`, { before })}${from(source, () => nothing)}`;
        }
        const goesOn = run.outcome === 'RUNNING';
        return html`${head(html`Run <span class="num">#${run.id}</span> ${state(run.outcome)}`, {
            before,
            sub: sentence(run),
            commands: may('operator') ? html`${goesOn && run.interrupt === null ? button('Interrupt', () => interruptRun(run.id, run.job, after), { shape: 'interrupt', kind: 'danger' }) : nothing}${goesOn ? nothing : button('Run again', () => triggerJob(run.job), { shape: 'run' })}` : nothing,
        })}
        ${goesOn || (run.percent !== null && run.outcome !== 'SUCCEEDED') ? progress(run) : nothing}
        ${run.interrupt ? section('Interrupt', interruption(run)) : nothing}
        ${run.error ? section('Error', html`<pre class="stack" tabindex="0" aria-label="Error">${run.error}</pre>`) : nothing}
        <div class="halves">
            ${section('Details', facts([
                ['Job', html`${jobLink(run.job)}${!isItself(run) ? html` for <b>${run.subject}</b>` : nothing}`],
                ['Cause', cause(run)],
                ['Node', nodeLink(run.node)],
                ['Due', wholeTime(run.scheduledAt)],
                ['Started', html`${time(run.firedAt)}${run.latenessMs === null ? nothing : html` <span class=${run.late ? 'warn' : 'soft'}>${span(run.latenessMs)} late</span>`}`],
                ['Ended', run.finishedAt ? time(run.finishedAt) : goesOn ? 'not yet' : html`<span class="faint">–</span>`],
                ['Duration', took(run)],
                goesOn && run.deadlineAt && ['Interrupted', html`at its deadline, ${relative(run.deadlineAt)}`],
                isAhead(run.nextAttemptAt) && ['Next attempt', relative(run.nextAttemptAt)],
                run.reason && ['Reason', run.reason],
                run.result && ['Result', run.result],
                run.lostAt && ['Lost', wholeTime(run.lostAt)],
                run.fence && ['Fence', html`token <span class="num">${run.fence}</span>`],
                run.fenced && ['Fenced', html`<span class="warn">${run.fenced}</span>`],
            ]))}
            ${section('Result', html`${Object.keys(run.counts).length === 0 ? html`<p class="soft">No counters${goesOn ? ' yet' : ''}.</p>` : html`<div class="figures">${Object.entries(run.counts).map(([name, value]) => html`<div class="figure"><span class="figure-value num">${number(value)}</span><span class="figure-name">${name}</span></div>`)}</div>`}
                ${Object.keys(run.parameters).length === 0 ? nothing : html`<h3>Parameters</h3>${facts(Object.entries(run.parameters).map(([name, value]) => [name, html`<code>${value}</code>`]))}`}
                ${run.attempts.length < 2 ? nothing : html`<h3>Attempts</h3><ol class="attempts">${run.attempts.map(attempt => html`<li class=${attempt.id === run.id ? 'this' : ''}>${runLink(attempt.id)} ${state(attempt.outcome)} <span class="soft">${time(attempt.firedAt)}</span> ${took(attempt)} ${attempt.recovering ? tag('recovered') : nothing} ${nodeLink(attempt.node)}</li>`)}</ol>`}`)}
        </div>
        ${section('Log', logView(run), { aside: html`<label class="check"><input type="checkbox" .checked=${follows} @change=${event => {
            follows = event.target.checked;
            draw();
        }}> Follow</label>` })}`;
    }

    function logView(run) {
        if (log.lines.length === 0) {
            return log.error ? empty('The log could not be loaded.', log.error.message) : empty(run.outcome === 'RUNNING' ? 'No log output yet.' : 'No log output.');
        }
        return html`<div class="log" id="log" tabindex="0" role="log" aria-label="Log">${log.lines.map(line => html`<div class=${`line ${line.level.toLowerCase()}`}><time class="num" datetime=${line.at} title=${utc(line.at)}>${fineTime(line.at)}</time><span class="level">${line.level}</span><span class="message">${line.message}</span></div>`)}</div>
            ${log.said > log.lines.length ? html`<p class="soft">${count(log.said, 'line was', 'lines were')} logged, ${number(log.lines.length)} of them ${log.lines.length === 1 ? 'is' : 'are'} kept.</p>` : nothing}`;
    }

    return {
        title: `Run #${id}`,
        here: 'executions',
        view,
        drawn: () => {
            const box = follows ? document.getElementById('log') : null;
            if (box !== null) {
                box.scrollTop = box.scrollHeight;
            }
        },
        stop: () => {
            source.stop();
            log.stop();
            clearInterval(quick);
            unlisten();
        },
    };
}

function isAhead(at) {
    return at !== null && Date.parse(at) > now();
}

function sentence(run) {
    if (run.outcome === 'QUEUED') {
        return 'Waiting for a node.';
    }
    if (run.outcome === 'RUNNING') {
        return html`Running for <span class="num">${took(run)}</span>${run.interrupt ? ', interrupt requested' : ''}.`;
    }
    return html`It ${{ SUCCEEDED: 'succeeded', FAILED: 'failed', SKIPPED: 'had nothing to do', INTERRUPTED: 'was interrupted', TIMED_OUT: 'was interrupted at its deadline', LOST: 'was lost with its node' }[run.outcome] ?? plain(run.outcome)}${run.finishedAt ? html` ${relative(run.finishedAt)}` : nothing}${isAhead(run.nextAttemptAt) ? html`, and is tried again ${relative(run.nextAttemptAt)}` : nothing}.`;
}

function progress(run) {
    return html`<div class="progress"><div class="progress-track" role="progressbar" aria-label="Progress" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${run.percent ?? nothing}><i class=${run.percent === null ? 'unknown' : ''} .style=${`width:${run.percent ?? 100}%`}></i></div>
        <span class="num">${run.percent === null ? '' : `${run.percent} %`}</span><span>${run.progress ?? (run.outcome === 'RUNNING' ? html`<span class="soft">It doesn’t say how far it is.</span>` : nothing)}</span></div>`;
}

/** Requested, received, honoured, ended: each with its time, and how long after the one before. */
function interruption(run) {
    const { by, reason, requestedAt, receivedAt, honouredAt } = run.interrupt;
    const steps = [['Requested', requestedAt, html`by <b>${by}</b>: “${reason}”`], ['Received', receivedAt, 'by its node'], ['Honoured', honouredAt, 'by the job'], ['Ended', run.finishedAt, plain(run.outcome === 'RUNNING' ? '' : run.outcome)]];
    return html`<ol class="steps">${steps.map(([name, at, more], n) => {
        const before = n > 0 ? steps.slice(0, n).reverse().find(([, time]) => time) : null;
        return html`<li class=${at ? 'done' : ''}><b>${name}</b>${at ? html`${time(at)}${before ? html` <span class="soft num">+${span(Date.parse(at) - Date.parse(before[1]))}</span>` : nothing} <span class="soft">${more}</span>` : html`<span class="soft">${run.finishedAt ? 'never' : html`not yet, for ${span(now() - Date.parse(requestedAt))}`}</span>`}</li>`;
    })}</ol>`;
}
