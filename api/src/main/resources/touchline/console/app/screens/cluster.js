// The nodes: state, running jobs, lock waits and connections.

import { get, may, now } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { interruptRun } from '../commands.js';
import { drain, pauseAll, resumeAll, startDrill } from '../platform-commands.js';
import { button, empty, facts, from, head, jobLink, nodeLink, relative, runLink, section, state } from '../parts.js';
import { asked, to } from '../../shared/route.js';
import { Source } from '../source.js';
import { count, number, span } from '../words.js';

const GONE = ['STOPPED', 'DEAD'];

function sum(nodes, what) {
    return nodes.reduce((total, node) => total + node[what], 0);
}

export function cluster() {
    const source = new Source(() => get('/v1/ops/cluster'), { on: type => ['node', 'execution'].includes(type), every: 2_000, gap: 1_500 });
    const scheduler = new Source(() => get('/v1/ops/scheduler'), { on: type => ['node', 'job'].includes(type), every: 10_000 });
    const after = () => Promise.all([source.read(), scheduler.read()]);

    /** Of the same nodes and runs that are shown below. */
    function busy(nodes) {
        const here = nodes.filter(node => !GONE.includes(node.state) && node.threads > 0);
        return html`${count(here.length, 'node')} ${here.length === 1 ? 'runs' : 'run'} jobs, ${number(sum(here, 'busy'))} of ${count(sum(here, 'threads'), 'thread')} busy.`;
    }

    function card(node) {
        const isGone = GONE.includes(node.state);
        const offset = Math.abs(node.clockOffsetMillis);
        return html`<section class="card node-card ${isGone ? 'gone' : ''} ${asked('node') === node.id ? 'pointed' : ''}" aria-label=${node.id}>
            <div class="card-head"><div><h2 class="mono">${node.id}</h2><p class="soft">${node.host} · process ${node.pid} · ${node.version}</p></div>${state(node.state)}
                ${may('operator') && !isGone ? (node.drainRequested ? button('End drain', () => drain(node.id, false, after), { kind: 'small', shape: 'resume' }) : html`${button('Drain', () => drain(node.id, true, after), { kind: 'small', shape: 'pause' })}${node.threads > 0 ? button('Drill', () => startDrill(node.id), { kind: 'small', label: `Hand-over drill of ${node.id}` }) : nothing}`) : nothing}</div>
            ${facts([
                ['Seen', html`${relative(node.checkedInAt)}${isGone || node.state !== 'SILENT' ? nothing : html` <span class="bad">other nodes are about to declare it dead</span>`}`],
                ['Clock', html`<span class="num ${offset > 1_000 ? 'bad' : offset > 250 ? 'warn' : ''}">${node.clockOffsetMillis > 0 ? '+' : node.clockOffsetMillis < 0 ? '−' : ''}${span(offset)}</span> <span class="soft" title="from the database’s clock">off</span>`],
                ['Started', relative(node.startedAt)],
                isGone && [node.state === 'DEAD' ? 'Died' : 'Stopped', html`${relative(node.endedAt ?? node.seenAt)}${node.foundDeadBy ? html`, found by ${node.foundDeadBy}` : nothing}`],
                ['Threads', html`<span class="threads" role="img" aria-label=${`${node.busy} of ${node.threads} busy`}>${Array.from({ length: Math.min(node.threads, 40) }, (_, n) => html`<i class=${n < node.busy ? 'busy' : ''}></i>`)}</span> <span class="num">${node.busy} of ${node.threads} busy</span>${node.starvedSince ? html` <span class="warn">none free since ${relative(node.starvedSince)}</span>` : nothing}`, 'wide'],
            ])}
            ${node.running.length === 0 ? isGone ? html`<p class="soft">It ran no jobs.</p>` : nothing : html`<div class="table-box"><table class="mini runs-now"><thead><tr><th>${isGone ? 'Was running' : 'Runs'}</th><th>Job</th><th class="r">For</th><th>Message</th><th><span class="hidden-words">Commands</span></th></tr></thead><tbody>${node.running.map(run => html`<tr><td>${runLink(run.executionId)}</td><td>${jobLink(run.job)}</td><td class="r num">${span(Math.max(0, (isGone ? Date.parse(node.endedAt ?? node.seenAt) : now()) - Date.parse(run.firedAt)))}</td><td class="soft clip says">${run.percent === null ? nothing : `${run.percent} % `}${run.progress ?? ''}</td><td class="r">${may('operator') && !isGone ? button('', () => interruptRun(run.executionId, run.job, after), { shape: 'interrupt', kind: 'ghost', label: `Interrupt #${run.executionId}` }) : nothing}</td></tr>`)}</tbody></table></div>`}
            ${node.jobs.some(job => !job.runs) ? html`<details><summary>${count(node.jobs.filter(job => !job.runs).length, 'job')} disabled on this node</summary><ul class="plain-list">${node.jobs.filter(job => !job.runs).map(job => html`<li>${jobLink(job.job)} <span class="soft">${job.condition ? `runs where ${job.condition}` : ''}</span></li>`)}</ul></details>` : nothing}
            <p class="card-foot"><a href=${to('/executions', { node: node.id })}>Runs</a></p>
        </section>`;
    }

    function view() {
        const paused = scheduler.value?.paused;
        const commands = may('admin') && scheduler.value ? (paused ? button('Resume everything', () => resumeAll(after), { shape: 'resume', kind: 'primary' }) : button('Pause everything', () => pauseAll(after), { shape: 'pause', kind: 'danger' })) : nothing;
        return html`${head('Cluster', { sub: scheduler.value && source.value ? html`${busy(source.value.nodes)} ${paused ? 'Everything is paused.' : scheduler.value.state === 'OFF' ? 'Nothing fires.' : 'Jobs fire.'}` : nothing, commands })}
            ${from(source, found => html`
                <div class="cards">${found.nodes.filter(node => !GONE.includes(node.state)).map(card)}</div>
                ${found.nodes.some(node => GONE.includes(node.state)) ? section('Stopped, last hour', html`<div class="cards">${found.nodes.filter(node => GONE.includes(node.state)).map(card)}</div>`) : nothing}
                <p class="more"><a href=${to('/drills')}>Hand-over drills</a></p>
                <div class="halves">
                    ${section('Lock waits', found.lockWaits.length === 0 ? empty('No lock waits.', 'Nodes acquire, fire and complete runs under two database locks.') : html`<table class="mini"><thead><tr><th>Lock</th><th>Who</th><th class="r">For</th><th>Held by</th></tr></thead><tbody>${found.lockWaits.map(wait => html`<tr><td class="mono">${wait.lock}</td><td>process ${wait.backend}${wait.address ? ` from ${wait.address}` : ''}</td><td class="r num ${wait.waitedMillis > 1_000 ? 'warn' : ''}">${span(wait.waitedMillis)}</td><td class="num">${wait.blockedBy.join(', ')}</td></tr>`)}</tbody></table>`)}
                    ${section('Connections', html`<div class="table-box" tabindex="0" role="region" aria-label="Connection pools"><table class="mini"><thead><tr><th>Pool</th><th class="r">Used</th><th class="r">Max</th><th class="r">Idle</th><th class="r">Waiting</th></tr></thead><tbody>${found.pools.map(pool => html`<tr><td>${pool.name}</td><td class="r num ${pool.most > 0 && pool.active >= pool.most ? 'warn' : ''}">${number(pool.active)}</td><td class="r num">${number(pool.most)}</td><td class="r num">${number(pool.idle)}</td><td class="r num ${pool.waiting > 0 ? 'warn' : ''}">${number(pool.waiting)}</td></tr>`)}</tbody></table></div>`, { aside: html`<span class="soft">of the node that answers, ${nodeLink(found.answeredBy)}</span>` })}
                </div>`)}`;
    }

    return { title: 'Cluster', here: 'cluster', view, stop: () => {
        source.stop();
        scheduler.stop();
    } };
}
