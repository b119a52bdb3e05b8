// The board as of any second that is kept: nodes, jobs, pauses and alerts of then, and what was done around that time.

import { get, now } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { button, empty, facts, from, head, jobLink, runLink, section, state, wholeTime } from '../parts.js';
import { ask, asked, to } from '../../shared/route.js';
import { Source } from '../source.js';
import { count, deed, plain, span } from '../words.js';

const AROUND = 10 * 60_000;
const STEPS = [['−1 h', -3_600_000], ['−1 min', -60_000], ['−1 s', -1_000], ['+1 s', 1_000], ['+1 min', 60_000], ['+1 h', 3_600_000]];
const LOUD = { RUNNING: 'calm', DRAINING: 'warn', STOPPED: 'faint', DEAD: 'bad' };

function local(at) {
    const time = new Date(at);
    return new Date(at - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export function past() {
    const chosen = () => {
        const at = Date.parse(asked('at'));
        return Math.floor(Math.min(now(), Number.isNaN(at) ? now() - 3_600_000 : at) / 1_000) * 1_000;
    };
    const iso = at => new Date(at).toISOString();
    const board = new Source(() => get('/v1/ops/past', { at: iso(chosen()) }), { query: () => asked('at'), every: 3_600_000 });
    const actions = new Source(() => get('/v1/ops/audit', { from: iso(chosen() - AROUND), to: iso(Math.min(now(), chosen() + AROUND)), limit: 50 }), { query: () => asked('at'), every: 3_600_000 });

    function go(at) {
        ask('at', iso(Math.min(now(), at)));
        board.read();
        actions.read();
    }

    function jobs(one) {
        return html`<div class="table-box" tabindex="0" role="region" aria-label="Jobs, table"><table class="mini"><thead><tr><th>Job</th><th>Last run by then</th><th>Outcome</th><th class="r">Began</th><th class="r">Took</th><th>Node</th></tr></thead>
            <tbody>${one.jobs.map(({ job, run, pause }) => html`<tr><td>${jobLink(job)}${pause ? html` <span class="tag warn" title=${pause.reason ?? ''}>paused by ${pause.actor}</span>` : nothing}</td>
                ${run === null ? html`<td colspan="5" class="soft">no run is kept</td>` : html`<td>${runLink(run.id)}</td><td>${state(run.outcome)}</td><td class="r num">${wholeTime(run.firedAt)}</td>
                <td class="r num">${run.finishedAt === null ? span(Date.parse(one.at) - Date.parse(run.firedAt)) : span(Date.parse(run.finishedAt) - Date.parse(run.firedAt))}</td><td class="soft">${run.node ?? ''}</td>`}</tr>`)}</tbody></table></div>`;
    }

    function nodes(list) {
        return list.length === 0 ? empty('No node ran, or its start is no longer kept.') : html`<ul class="plain-list">${list.map(node => html`<li><b>${node.node}</b> <span class="state ${LOUD[node.state]}">${plain(node.state)}</span> <span class="soft">since ${wholeTime(node.since)}${node.version ? `, version ${node.version}` : ''}</span></li>`)}</ul>`;
    }

    function acts({ items }) {
        return items.length === 0 ? empty('Nothing was done within ten minutes of it.') : html`<ol class="plain-list">${items.map(entry => html`<li>${wholeTime(entry.at)} <b>${entry.actor}</b> ${deed(entry.action)} ${entry.subject}${entry.reason ? html`<span class="soft">: ${entry.reason}</span>` : nothing}</li>`)}</ol>`;
    }

    return {
        title: 'History',
        here: 'past',
        view: () => html`${head('History', { sub: 'The board as of any second, as long as runs are kept.' })}
            <div class="tools"><label class="field small"><span>As of</span><input type="datetime-local" step="1" max=${local(now())} .value=${local(chosen())} @change=${event => event.target.value && go(new Date(event.target.value).getTime())}></label>
                ${STEPS.map(([words, by]) => button(words, () => go(chosen() + by), { kind: 'small' }))}
                <a href=${to('/timeline', { span: '60', to: iso(Math.min(now(), chosen() + 1_800_000)) })}>Timeline around it</a></div>
            ${from(board, one => html`
                ${one.pauseOfAll ? html`<p class="note warn">All jobs were paused by ${one.pauseOfAll.actor}${one.pauseOfAll.reason ? `: ${one.pauseOfAll.reason}` : ''}.</p>` : nothing}
                ${section('Then', facts([
                    ['Jobs', html`${count(one.jobs.filter(job => job.run?.outcome === 'RUNNING').length, 'job')} running, ${count(one.jobs.filter(job => job.pause).length, 'job')} paused`],
                    ['Nodes', count(one.nodes.filter(node => node.state === 'RUNNING').length, 'node')],
                    ['Alerts', html`${count(one.alerts.length, 'alert')} open`],
                ]))}
                ${section('Nodes', nodes(one.nodes))}
                ${section('Jobs', jobs(one))}
                ${section('Open alerts', one.alerts.length === 0 ? empty('No alert was open.') : html`<ul class="plain-list">${one.alerts.map(alert => html`<li>${state(alert.severity)} <b>${alert.rule}</b> ${alert.summary} <span class="soft">since ${wholeTime(alert.openedAt)}</span></li>`)}</ul>`)}`)}
            ${section('Done around that time', from(actions, acts))}`,
        stop: () => {
            board.stop();
            actions.stop();
        },
    };
}
