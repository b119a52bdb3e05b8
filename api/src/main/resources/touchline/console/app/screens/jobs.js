// All jobs: searched, sorted, grouped, with commands to one or many.

import { all, may, now } from '../api.js';
import { beats, sparkline, trend } from '../charts.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { bulk, jobCommands } from '../commands.js';
import { button, choice, due, empty, from, head, jobLink, relative, runLink, state, tag } from '../parts.js';
import { ask, asked, to } from '../../shared/route.js';
import { Rows } from '../rows.js';
import { Source } from '../source.js';
import { capital, count, percent, plain, searchable, span, standing } from '../words.js';

const STATES = ['ERROR', 'BLOCKED', 'PAUSED', 'RUNNING', 'WAITING', 'IDLE', 'OFF'];

const SORTS = {
    name: { text: 'Job', by: job => `${job.group}/${job.name}` },
    state: { text: 'State', by: job => STATES.indexOf(standing(job, now())) },
    next: { text: 'Next', by: job => (job.nextFireAt ? Date.parse(job.nextFireAt) : Infinity) },
    last: { text: 'Last run', by: job => -(job.lastRun?.firedAt ? Date.parse(job.lastRun.firedAt) : -Infinity) },
    success: { text: 'Succeeded', by: job => job.lately.rate ?? 2 },
    duration: { text: 'Takes p50 / p95', by: job => -(job.durationMs.p95 ?? -1) },
};

export function jobs() {
    const source = new Source(() => all('/v1/ops/jobs'), { on: type => ['execution', 'executions-many', 'job', 'node'].includes(type), every: 20_000, gap: 2_000 });
    const rows = new Rows('job-rows', { height: 57, narrowHeight: 132 });
    const chosen = new Set();

    function matching(list) {
        const words = searchable(asked('q')).split(/\s+/).filter(word => word !== '');
        const group = asked('group');
        const only = asked('state');
        return list.filter(job => (!group || job.group === group) && (!only || standing(job, now()) === only)
            && words.every(word => searchable(`${job.group}/${job.name} ${job.description} ${job.schedule}`).includes(word)));
    }

    function sorted(list) {
        const [key, isDown] = asked('sort', 'name').startsWith('-') ? [asked('sort').slice(1), true] : [asked('sort', 'name'), false];
        const by = (SORTS[key] ?? SORTS.name).by;
        const compare = (a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : SORTS.name.by(a) < SORTS.name.by(b) ? -1 : 1) * (isDown ? -1 : 1);
        const grouped = asked('grouped') === 'yes';
        return [...list].sort((a, b) => (grouped && a.group !== b.group ? (a.group < b.group ? -1 : 1) : compare(a, b)));
    }

    function column(key, kind = '') {
        const current = asked('sort', 'name');
        const direction = current === key ? 'ascending' : current === `-${key}` ? 'descending' : nothing;
        return html`<th class=${kind} aria-sort=${direction}><button type="button" class="sort" @click=${() => ask('sort', current === key ? `-${key}` : key)}>${SORTS[key].text}<span aria-hidden="true">${direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}</span></button></th>`;
    }

    function choose(name, isChosen) {
        chosen[isChosen ? 'add' : 'delete'](name);
        draw();
    }

    function row(job) {
        if (job.heading) {
            return html`<tr class="group-row"><th colspan="8" scope="colgroup">${job.heading} <span class="soft">${count(job.names.length, 'job')}</span>${may('operator') ? html` ${button('Pause', () => bulk([...job.names], 'pause', () => source.read()), { kind: 'small', label: `Pause all of ${job.heading}` })} ${button('Resume', () => bulk([...job.names], 'resume', () => source.read()), { kind: 'small', label: `Resume all of ${job.heading}` })}` : nothing}</th></tr>`;
        }
        const name = `${job.group}/${job.name}`;
        return html`<tr class=${chosen.has(name) ? 'chosen' : ''}>
            ${may('operator') ? html`<td class="check-cell"><input type="checkbox" aria-label=${`Select ${name}`} .checked=${chosen.has(name)} @change=${event => choose(name, event.target.checked)}></td>` : nothing}
            <td data-is="name"><div class="two">${jobLink(name)}<span class="soft clip" title=${job.description}>${job.description}</span></div></td>
            <td data-is="state">${state(standing(job, now()))}${job.failuresInARow > 0 ? tag(`${job.failuresInARow} failed`, 'consecutive failed runs', 'bad') : nothing}</td>
            <td data-is="next"><div class="two"><span>${job.state === 'PAUSED' ? html`<span class="soft">held back</span>` : due(job, now())}${job.overridden ? html` ${tag('overridden', 'an operator has put this schedule in the place of the declared one', 'warn')}` : nothing}</span><span class="soft clip" title=${job.schedule}>${job.schedule}</span></div></td>
            <td data-is="last"><div class="two">${beats(job.beats, { length: 40 })}<span class="soft">${job.lastRun ? html`${runLink(job.lastRun.id, plain(job.lastRun.outcome))} ${relative(job.lastRun.firedAt)}` : 'has not run yet'}</span></div></td>
            <td class="r num" data-is="success" title=${`${job.lately.good} of the last ${job.lately.runs}`}><span class=${job.lately.rate !== null && job.lately.rate < 0.95 ? 'bad' : ''}>${percent(job.lately.rate)}</span></td>
            <td class="r num" data-is="duration">${job.durationMs.p50 === null ? html`<span class="faint">–</span>` : html`<div class="two">${took(job)}</div>`}</td>
            <td class="commands-cell">${jobCommands(job, () => source.read())}</td>
        </tr>`;
    }

    /** How long it takes, and whether that is going up. */
    function took(job) {
        const { values, is, words } = trend(job.beats);
        return html`<span>${span(job.durationMs.p50)} <span class="soft">/ ${span(job.durationMs.p95)}</span></span>
            <span class="trend" title=${words}>${is === null ? nothing : html`<span class=${is === 'slower' ? 'warn' : 'soft'}>${is === 'slower' ? '↑' : '↓'} ${is}</span>`}${values.length < 3 ? nothing : sparkline(values, words, { width: 72, height: 14 })}</span>`;
    }

    function withHeadings(list) {
        if (asked('grouped') !== 'yes') {
            return list;
        }
        const names = new Map();
        list.forEach(job => names.set(job.group, [...(names.get(job.group) ?? []), `${job.group}/${job.name}`]));
        return list.flatMap((job, n) => (n === 0 || list[n - 1].group !== job.group ? [{ heading: job.group, names: names.get(job.group) }, job] : [job]));
    }

    function bulkBar(list) {
        const names = list.map(job => `${job.group}/${job.name}`).filter(name => chosen.has(name));
        if (names.length === 0) {
            return nothing;
        }
        const after = async () => {
            chosen.clear();
            await source.read();
        };
        return html`<div class="bulk" role="region" aria-label="Selection"><b class="num">${count(names.length, 'job')} selected</b>
            ${button('Pause', () => bulk(names, 'pause', after), { shape: 'pause' })}
            ${button('Resume', () => bulk(names, 'resume', after), { shape: 'resume' })}
            ${button('Clear', () => {
                chosen.clear();
                draw();
            }, { kind: 'ghost' })}</div>`;
    }

    function table(list) {
        const groups = [...new Set(list.map(job => job.group))].sort();
        const shown = sorted(matching(list));
        const states = STATES.filter(one => list.some(job => standing(job, now()) === one));
        return html`<div class="tools">
                <label class="search"><span class="hidden-words">Search jobs</span><input type="search" placeholder="Search ( / )" .value=${asked('q')} @input=${event => ask('q', event.target.value)}></label>
                <div class="chips" role="group" aria-label="State">${['', ...states].map(one => html`<button type="button" class="chip" aria-pressed=${String(asked('state') === one)} @click=${() => ask('state', one)}>${one === '' ? 'All' : capital(plain(one))} <span class="num">${one === '' ? list.length : list.filter(job => standing(job, now()) === one).length}</span></button>`)}</div>
                ${choice('Group', asked('group'), [['', 'all groups'], ...groups.map(group => [group, group])], group => ask('group', group))}
                <label class="check"><input type="checkbox" .checked=${asked('grouped') === 'yes'} @change=${event => ask('grouped', event.target.checked ? 'yes' : '')}> Grouped</label>
            </div>
            ${bulkBar(shown)}
            ${shown.length === 0 ? empty('No job matches.', html`<button type="button" class="as-link" @click=${() => ['q', 'state', 'group'].forEach(name => ask(name, ''))}>Show all ${list.length}</button>`)
                : html`<div class="table-box"><table class="jobs rows" aria-rowcount=${shown.length}>
                    <thead><tr>${may('operator') ? html`<th class="check-cell"><input type="checkbox" aria-label="Select all shown" .checked=${shown.every(job => chosen.has(`${job.group}/${job.name}`))} @change=${event => {
                        shown.forEach(job => chosen[event.target.checked ? 'add' : 'delete'](`${job.group}/${job.name}`));
                        draw();
                    }}></th>` : nothing}
                    ${column('name')}${column('state')}${column('next')}${column('last')}${column('success', 'r')}${column('duration', 'r')}<th class="commands-cell"><span class="hidden-words">Commands</span></th></tr></thead>
                    ${rows.view(withHeadings(shown), 8, row)}</table></div>`}`;
    }

    return {
        title: 'Jobs',
        here: 'jobs',
        view: () => html`${head('Jobs', { sub: html`<a href=${to('/misfires')}>Missed times</a> · <a href=${to('/calendars')}>Calendars</a>` })}${from(source, table)}`,
        stop: () => {
            source.stop();
            rows.stop();
        },
    };
}
