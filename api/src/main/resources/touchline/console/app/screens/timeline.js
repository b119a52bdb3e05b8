// Runs over time, a lane a job on each node: gaps, overlaps, and what operators and nodes did meanwhile.

import { get, now } from '../api.js';
import { Drag } from '../drag.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { listen } from '../live.js';
import { button, choice, empty, failed, head, old } from '../parts.js';
import { toRun } from '../route.js';
import { ask, asked, go, to } from '../../shared/route.js';
import { lanesOf, paintLanes } from '../timeline-picture.js';
import { BINNED, binned, SPANS, zoomed } from '../time-zoom.js';
import { count, deed, number, plain, span, tone } from '../words.js';

const MOST = 12_000;

/** How far from it, in pixels, a run is met: a finger has a target of 24. */
const FINGER = 12;
const MOUSE = 2;

export function timeline() {
    let runs = new Map();
    let marks = [];
    let error = null;
    let reading = false;
    let isMoved = false;
    let isCut = false;
    let isOver = false;
    let oldest = null;
    let timer = null;
    let readAt = 0;
    let readUntil = 0;
    let goodAt = null;
    let pointed = null;
    let boxes = [];
    let scaleNow = null;

    function minutes() {
        return Number(asked('span', '10')) || 10;
    }

    /** The end of what is shown: now, or a chosen time. */
    function end() {
        const chosen = Date.parse(asked('to'));
        return Number.isNaN(chosen) ? now() : Math.min(now(), chosen);
    }

    function isOpen(run) {
        return run.outcome === 'RUNNING' || run.outcome === 'QUEUED';
    }

    function isPast() {
        return asked('to') !== '';
    }

    /** Shows another part of the time. */
    function show({ span: minutesShown, to: until }) {
        ask('span', String(minutesShown));
        ask('to', until === null ? '' : new Date(until).toISOString());
        runs = new Map();
        oldest = null;
        pointed = null;
        isMoved = reading;
        read();
    }

    /** Newest first, back to the beginning of what is shown or to what is known already. */
    async function read() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            const until = end();
            const begin = until - minutes() * 60_000;
            const isNew = oldest === null || oldest > begin + 2_000;
            // Reads may have failed, or the tab was hidden, so that it goes on where the last one ended.
            const from = isNew ? begin : Math.max(begin, readUntil - 15_000);
            if (minutes() > BINNED) {
                const lanes = await get('/v1/ops/past/lanes', { from: new Date(begin).toISOString(), to: new Date(until).toISOString() });
                runs = new Map(binned(lanes).map(run => [run.id, run]));
                isCut = lanes.isCut;
                marks = await readMarks(begin, until);
                error = null;
                goodAt = now();
                return;
            }
            if (!isPast()) {
                await readGoingOn();
            }
            let cursor = null;
            let n = 0;
            do {
                const page = await get('/v1/ops/executions', { from: new Date(from).toISOString(), to: isPast() ? new Date(until).toISOString() : null, limit: 200, cursor });
                page.items.forEach(run => runs.set(run.id, run));
                cursor = page.nextCursor;
                n += page.items.length;
                draw();
            } while (cursor && n < MOST && !isMoved && !isOver);
            if (isMoved || isOver) {
                return;
            }
            isCut = cursor !== null;
            if (isNew) {
                oldest = begin;
            }
            runs.forEach((run, id) => !isOpen(run) && Date.parse(run.finishedAt ?? run.firedAt ?? run.scheduledAt) < begin && runs.delete(id));
            readUntil = until;
            marks = await readMarks(begin, until);
            error = null;
            goodAt = now();
        } catch (refusal) {
            error = refusal;
        } finally {
            reading = false;
            readAt = performance.now();
            if (isMoved && !isOver) {
                // Another part of the time was chosen meanwhile: what was read is of the former one.
                isMoved = false;
                runs = new Map();
                oldest = null;
                read();
            }
            draw();
        }
    }

    /** Runs that go on or wait, whenever they began, and how those that did have ended. */
    async function readGoingOn() {
        const { items } = await get('/v1/ops/executions', { outcome: 'RUNNING,QUEUED', limit: 200 });
        const goingOn = new Set(items.map(run => run.id));
        const over = [...runs.values()].filter(run => isOpen(run) && !goingOn.has(run.id));
        const ended = await Promise.all(over.map(run => get(`/v1/ops/executions/${encodeURIComponent(run.id)}`)));
        [...items, ...ended].forEach(run => runs.set(run.id, run));
    }

    async function readMarks(begin, until) {
        const [audit, cluster] = await Promise.all([get('/v1/ops/audit', { limit: 200, from: new Date(begin).toISOString(), to: new Date(until + 1_000).toISOString() }), get('/v1/ops/cluster').catch(() => ({ nodes: [] }))]);
        return [
            ...audit.items.map(entry => ({ at: Date.parse(entry.at), words: `${entry.actor} ${deed(entry.action)} ${entry.subject}`, loud: entry.action === 'node-lost' ? 'bad' : entry.actor.startsWith('node:') ? 'soft' : 'accent' })),
            ...cluster.nodes.map(node => ({ at: Date.parse(node.startedAt), words: `${node.id} started (${node.version})`, loud: 'soft' })),
            ...cluster.nodes.filter(node => node.endedAt).map(node => ({ at: Date.parse(node.endedAt), words: `${node.id} ${node.state === 'DEAD' ? 'died' : 'stopped'}`, loud: node.state === 'DEAD' ? 'bad' : 'soft' })),
        ];
    }

    /** The past is read once, again only if that failed. */
    const isKept = () => isPast() && error === null;
    const soon = () => {
        if (isKept() || minutes() > BINNED) {
            return;
        }
        clearTimeout(timer);
        timer = setTimeout(() => (reading ? soon() : read()), Math.max(300, 2_500 - (performance.now() - readAt)));
    };
    const unlisten = listen(type => ['execution', 'executions-many', 'audit', 'node', 'resync', 'look'].includes(type) && soon());
    const slow = setInterval(() => !isKept() && performance.now() - readAt > (minutes() > BINNED ? 60_000 : 5_000) && !document.hidden && read(), 1_000);
    const resized = () => draw();
    addEventListener('resize', resized);
    read();

    function paint() {
        const canvas = document.getElementById('gantt');
        if (canvas === null) {
            return;
        }
        const until = end();
        const picture = paintLanes(canvas, runs, marks, { begin: until - minutes() * 60_000, until });
        boxes = picture.boxes;
        scaleNow = picture.scale;
    }

    /** What is nearest to the pointer, within its reach. Of those that overlap, the one that was painted last. */
    function at(event) {
        const box = event.currentTarget.getBoundingClientRect();
        const x = event.clientX - box.left;
        const y = event.clientY - box.top;
        const gap = (at, from, length) => Math.max(from - at, at - from - length, 0);
        let nearest = null;
        let reach = event.pointerType === 'touch' ? FINGER : MOUSE;
        [...boxes].reverse().forEach(one => {
            const distance = Math.max(gap(x, one.left, one.width), gap(y, one.top, one.height));
            if (nearest === null ? distance <= reach : distance < reach) {
                nearest = one;
                reach = distance;
            }
        });
        return nearest;
    }

    function tip() {
        if (pointed === null) {
            return html`<p class="tip soft">Point at a run to see it, press it to go there.</p>`;
        }
        const { run, mark } = pointed;
        if (run?.binned) {
            return html`<p class="tip" role="status"><b>${run.job}</b> ${count(run.binned.runs, 'run')}, ${number(run.binned.failed)} failed, until ${new Date(run.finishedAt).toLocaleTimeString('en-GB')} ${zoomLink(Date.parse(run.finishedAt))}</p>`;
        }
        return html`<p class="tip" role="status">${mark ? html`<b>${mark.words}</b> at ${new Date(mark.at).toLocaleTimeString('en-GB')}` : html`<b>${run.job}</b> #${run.id} ${plain(run.outcome)}, began ${new Date(run.firedAt).toLocaleTimeString('en-GB')}${run.latenessMs === null ? nothing : `, ${span(run.latenessMs)} late`}, took ${run.durationMs === null ? 'until now' : span(run.durationMs)} <a href=${toRun(run.id)}>Open</a>`}</p>`;
    }

    function zoomLink(middle) {
        return button('Zoom in', () => show(zoomed(minutes(), middle, 0.5, now())), { kind: 'small' });
    }

    /** Moves the time that is shown by parts of its length; 0 zooms. */
    function commands() {
        const length = minutes() * 60_000;
        const by = (words, part) => button(words, () => show({ span: minutes(), to: end() + part * length >= now() ? null : end() + part * length }), { kind: 'small', disabled: part > 0 && !isPast() });
        return html`<span class="zooms">${by('Earlier', -0.5)}${by('Later', 0.5)}
            ${button('Zoom in', () => show(zoomed(minutes(), end() - length / 2, 0.5, now())), { kind: 'small' })}${button('Zoom out', () => show(zoomed(minutes(), end() - length / 2, 2, now())), { kind: 'small' })}
            ${button('Now', () => show({ span: minutes(), to: null }), { kind: 'small', pressed: !isPast() })}
            ${isPast() ? html`<a href=${to('/past', { at: new Date(end()).toISOString() })}>The board at its end</a>` : nothing}</span>`;
    }

    /** A picture that is dragged sideways moves its time, and one that is pinched zooms around the fingers. */
    const drag = new Drag({
        moved: pixels => {
            const { begin, until, label, wide } = scaleNow;
            const to = until - (pixels / (wide - label - 4)) * (until - begin);
            show({ span: minutes(), to: to >= now() ? null : to });
        },
        pinched: (isApart, x) => {
            const { begin, until, label, wide } = scaleNow;
            const left = document.getElementById('gantt').getBoundingClientRect().left + label;
            const part = Math.min(1, Math.max(0, (x - left) / (wide - label - 4)));
            show(zoomed(minutes(), begin + part * (until - begin), isApart ? 0.5 : 2, now()));
        },
    });

    function view() {
        const shown = [...runs.values()].filter(run => run.firedAt).length;
        const wrong = [...runs.values()].filter(run => tone(run.outcome) === 'bad');
        const late = [...runs.values()].filter(run => run.late);
        return html`${head('Timeline', { sub: html`<span class="num">${count(shown, 'run')}</span> on ${count(lanesOf(runs).length, 'node')}: <a href=${to('/executions', { outcome: 'FAILED,TIMED_OUT,LOST' })}>${number(wrong.length)} failed</a>, ${number(late.length)} began late.${isCut ? ` Only the latest ${number(MOST)} are shown.` : ''}` })}
            <div class="tools">${choice('Show', asked('span', '10'), SPANS, value => show({ span: value, to: isPast() ? end() : null }))}${commands()}<span class="legend">${[['calm', 'succeeded'], ['faint', 'skipped'], ['on', 'running'], ['warn', 'interrupted, late'], ['bad', 'failed']].map(([loud, words]) => html`<span><i class=${loud}></i>${words}</span>`)}</span></div>
            ${error !== null && runs.size === 0 ? failed(error, read) : shown === 0 && !reading ? empty('No runs in this time.') : html`${old(error, goodAt)}${tip()}<div class="gantt-box"><canvas id="gantt" role="img" aria-label=${`${shown} runs over time; the list of runs tells the same`}
                @mousemove=${event => {
                    const found = at(event);
                    event.currentTarget.classList.toggle('pointing', found?.run !== undefined);
                    if (found !== pointed) {
                        pointed = found;
                        draw();
                    }
                }}
                @pointerdown=${event => drag.down(event)} @pointermove=${event => drag.move(event)} @pointerup=${event => scaleNow !== null && drag.up(event)} @pointercancel=${() => drag.cancel()}
                @click=${event => {
                    if (drag.isDrag) {
                        return;
                    }
                    const found = at(event);
                    if (event.pointerType === 'touch' || found?.run?.binned && !found.run.onlyRun) {
                        // A finger hides what it points at: the words say what it is and have the link.
                        pointed = found;
                        draw();
                    } else if (found?.run) {
                        go(toRun(found.run.onlyRun ?? found.run.id));
                    }
                }}></canvas></div>`}
            <p class="more"><a href=${to('/executions')}>The same as a list</a></p>`;
    }

    return {
        title: 'Timeline',
        here: 'timeline',
        view,
        drawn: paint,
        stop: () => {
            isOver = true;
            unlisten();
            clearInterval(slow);
            clearTimeout(timer);
            removeEventListener('resize', resized);
        },
    };
}
