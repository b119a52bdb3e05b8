// Every run there was: filtered, read page by page as one scrolls, ten thousand as smoothly as ten.

import { get, now } from '../api.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { listen } from '../live.js';
import { choice, empty, failed, head, jobLink, nodeLink, ofFilter, old, runLink, state, tag, time } from '../parts.js';
import { ask, asked } from '../../shared/route.js';
import { Rows } from '../rows.js';
import { counts, number, plain, span, tone } from '../words.js';

const OUTCOMES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'INTERRUPTED', 'TIMED_OUT', 'LOST'];
const CAUSES = ['SCHEDULE', 'REQUEST', 'OPERATOR', 'CATCH_UP'];
const FILTERS = ['job', 'outcome', 'cause', 'node', 'text', 'from', 'to'];

/** How long a run took, or has been going on for. */
export function took(run) {
    return run.durationMs !== null && run.durationMs !== undefined ? span(run.durationMs)
        : run.firedAt && run.outcome === 'RUNNING' ? html`<span class="on">${span(Math.max(0, now() - Date.parse(run.firedAt)))}</span>` : html`<span class="faint">–</span>`;
}

/** What a run has to say for itself in a line. */
function says(run) {
    if (run.error || run.reason) {
        return html`<span class=${tone(run.outcome) === 'bad' ? 'bad' : 'soft'} title=${run.error ?? run.reason}>${run.error ?? run.reason}</span>`;
    }
    if (run.outcome === 'RUNNING' && (run.progress || run.percent !== null)) {
        return html`<span class="on">${run.percent === null ? nothing : `${run.percent} % `}${run.progress ?? ''}</span>`;
    }
    return html`<span class="soft">${run.result ?? counts(run.counts)}</span>`;
}

/** Whether a run is about no more than its job. */
export function isItself(run) {
    return run.subject === run.job || run.subject === run.job.split('/')[1];
}

/** A run as a row. */
export function runRow(run, { job = true } = {}) {
    return html`<tr>
        <td class="num" data-is="id">${runLink(run.id)}</td>
        ${job ? html`<td data-is="name" class="clip">${jobLink(run.job)}${run.subject && !isItself(run) ? html` <span class="soft">${run.subject}</span>` : nothing}</td>` : nothing}
        <td data-is="state">${state(run.outcome)}${run.attempt > 1 ? tag(`attempt ${run.attempt}`) : nothing}${run.recovering ? tag('taken up', 'it takes up a run that died with its node') : nothing}</td>
        <td class="r" data-is="when">${time(run.firedAt ?? run.scheduledAt)}</td>
        <td class="r num" data-is="late">${run.latenessMs === null ? html`<span class="faint">–</span>` : html`<span class=${run.late ? 'warn' : ''}>${span(run.latenessMs)}</span>`}</td>
        <td class="r num" data-is="took">${took(run)}</td>
        <td data-is="node" class="clip">${nodeLink(run.node)}</td>
        <td data-is="says" class="clip">${says(run)}</td>
    </tr>`;
}

function heads(job) {
    return html`<thead><tr><th>Run</th>${job ? html`<th>Job</th>` : nothing}<th>Outcome</th><th class="r">Began</th><th class="r">Late</th><th class="r">Took</th><th>Node</th><th>Message</th></tr></thead>`;
}

/** A few runs. */
export function runsTable(runs, { job = true } = {}) {
    return html`<div class="table-box"><table class="runs rows ${job ? '' : 'without-job'}">${heads(job)}<tbody>${runs.map(run => runRow(run, { job }))}</tbody></table></div>`;
}

export function executions() {
    const rows = new Rows('run-rows', { height: 37, narrowHeight: 84 });
    let runs = [];
    let cursor = null;
    let isWhole = false;
    let reading = false;
    let error = null;
    let readFor = null;
    let timer = null;
    let freshAt = 0;
    let readAt = null;

    function query() {
        const [group, job] = asked('job').split('/');
        return { group: group || undefined, job: job || undefined, ...Object.fromEntries(FILTERS.filter(name => name !== 'job').map(name => [name, asked(name)])) };
    }

    function key() {
        return FILTERS.map(asked).join('\n');
    }

    async function read(isMore) {
        if (reading) {
            return;
        }
        reading = true;
        const mine = key();
        try {
            const page = await get('/v1/ops/executions', { ...query(), limit: 200, cursor: isMore ? cursor : null });
            if (mine === key()) {
                error = null;
                if (isMore) {
                    runs = [...runs, ...page.items];
                    cursor = page.nextCursor;
                    isWhole = cursor === null;
                } else {
                    merge(page, mine !== readFor);
                }
                readFor = mine;
                readAt = now();
            }
        } catch (refusal) {
            error = refusal;
        }
        reading = false;
        freshAt = performance.now();
        draw();
        if (mine !== key()) {
            read(false);
        }
    }

    /** The newest page before what has been read already, unless there is a gap between them. */
    function merge(page, isAnother) {
        const oldest = page.items.length > 0 ? Number(page.items[page.items.length - 1].id) : 0;
        const known = isAnother ? [] : runs.filter(run => Number(run.id) < oldest);
        const meets = !isAnother && runs.length > 0 && page.nextCursor !== null && runs.some(run => Number(run.id) >= oldest);
        runs = meets ? [...page.items, ...known] : page.items;
        if (!meets) {
            cursor = page.nextCursor;
            isWhole = cursor === null;
        }
    }

    const unlisten = listen(type => {
        if (['execution', 'executions-many', 'resync', 'look'].includes(type)) {
            clearTimeout(timer);
            timer = setTimeout(() => read(false), Math.max(200, 2_000 - (performance.now() - freshAt)));
        }
    });
    const slow = setInterval(() => performance.now() - freshAt > 10_000 && !document.hidden && read(false), 3_000);
    read(false);

    function filter(name, options, label) {
        return choice(label, asked(name), [['', 'any'], ...options.map(one => [one, plain(one)]), ...(asked(name) && !options.includes(asked(name)) ? [[asked(name), plain(asked(name))]] : [])], value => {
            ask(name, value);
            read(false);
        });
    }

    let typing = null;
    function typed(name) {
        return event => {
            ask(name, event.target.value.trim());
            clearTimeout(typing);
            typing = setTimeout(() => read(false), 300);
        };
    }

    function view() {
        const some = FILTERS.some(name => asked(name) !== '');
        return html`${head('Runs', { sub: runs.length > 0 ? html`<span class="num">${number(runs.length)}</span>${isWhole ? '' : ' read, more as you scroll'}` : nothing })}
            <div class="tools">
                <label class="search"><span class="hidden-words">Search what runs say of themselves</span><input type="search" placeholder="Search errors, results, logs of runs ( / )" .value=${asked('text')} @input=${typed('text')}></label>
                <label class="field small"><span>Job</span><input type="text" spellcheck="false" placeholder="group/name" .value=${asked('job')} @input=${typed('job')}></label>
                ${filter('outcome', OUTCOMES, 'Outcome')}${filter('cause', CAUSES, 'Cause')}
                ${asked('node') ? html`<button type="button" class="chip" aria-pressed="true" @click=${() => {
                    ask('node', '');
                    read(false);
                }}>on ${asked('node')} ×</button>` : nothing}
                ${some ? html`<button type="button" class="as-link" @click=${() => {
                    FILTERS.forEach(name => ask(name, ''));
                    read(false);
                }}>Show all</button>` : nothing}
            </div>
            ${error !== null && (runs.length === 0 || readFor !== key()) ? failed(error, () => read(false))
                : runs.length === 0 ? (readFor === null ? html`<div class="waiting" aria-hidden="true"><i></i><i></i><i></i></div>` : empty('No run matches.', some ? 'Take a filter away to see more.' : 'The first ones come as soon as a job fires.'))
                : ofFilter(readFor === key(), html`${old(error, readAt)}<div class="table-box"><table class="runs rows" aria-rowcount=${isWhole ? runs.length : -1}>${heads(true)}${rows.view(runs, 8, run => runRow(run))}</table></div>
                    ${isWhole ? nothing : html`<p class="more soft">${reading ? 'Reading more …' : 'More as you scroll.'}</p>`}`)}`;
    }

    return {
        title: 'Runs',
        here: 'executions',
        view,
        drawn: () => {
            if (!isWhole && cursor !== null && !reading && error === null && rows.isEndNear()) {
                read(true);
            }
        },
        stop: () => {
            unlisten();
            clearInterval(slow);
            clearTimeout(timer);
            clearTimeout(typing);
            rows.stop();
        },
    };
}
