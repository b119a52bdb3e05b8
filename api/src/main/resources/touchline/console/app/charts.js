// Small drawings: beats, durations, sparklines. Shapes are few, however many the data are.

import { html, nothing, svg } from '../shared/html.js';
import { toRun } from './route.js';
import { go } from '../shared/route.js';
import { BAD, clockTime, count, plain, span } from './words.js';

function kind(beat) {
    if (BAD.includes(beat.outcome)) {
        return 'bad';
    }
    if (beat.outcome === 'RUNNING') {
        return 'on';
    }
    if (beat.outcome === 'INTERRUPTED' || beat.late) {
        return 'warn';
    }
    return beat.outcome === 'SKIPPED' ? 'faint' : 'calm';
}

/** A strip of beats: a cell a run, the latest at the right. */
export function beats(list, { length = 60, wide = false } = {}) {
    const shown = list.slice(0, length).reverse();
    const step = wide ? 8 : 4;
    const height = wide ? 28 : 18;
    const paths = { calm: '', faint: '', on: '', warn: '', bad: '' };
    shown.forEach((beat, n) => {
        const x = (length - shown.length + n) * step;
        const is = kind(beat);
        const low = is === 'faint' || is === 'calm' ? 3 : 0;
        paths[is] += `M${x} ${low}h${step - 1.5}V${height - low}h-${step - 1.5}z`;
    });
    const bad = shown.filter(beat => kind(beat) === 'bad').length;
    const late = shown.filter(beat => beat.late).length;
    const words = shown.length === 0 ? 'has not run yet' : `last ${count(shown.length, 'run')}: ${bad} failed, ${late} started late`;
    const find = event => {
        const box = event.currentTarget.getBoundingClientRect();
        return shown[Math.floor(((event.clientX - box.left) / box.width) * length) - (length - shown.length)];
    };
    return html`<svg class="beats ${wide ? 'wide' : ''}" viewBox="0 0 ${length * step} ${height}" preserveAspectRatio="none" role="img" aria-label=${words}
        @click=${event => {
            const beat = find(event);
            if (beat) {
                event.preventDefault();
                event.stopPropagation();
                go(toRun(beat.id));
            }
        }}
        @mousemove=${event => {
            const beat = find(event);
            event.currentTarget.querySelector('title').textContent = beat
                ? `#${beat.id} ${plain(beat.outcome)}, ${clockTime(beat.firedAt)}, ${span(beat.latenessMs)} late`
                : words;
        }}><title>${words}</title>${Object.entries(paths).map(([is, d]) => (d ? svg`<path class=${is} d=${d} />` : nothing))}</svg>`;
}

/** How long each of some runs took, the latest at the right; the scale is at the left. */
export function durations(runs) {
    const shown = runs.filter(run => run.firedAt !== null).slice(0, 120).reverse();
    if (shown.length === 0) {
        return nothing;
    }
    const took = run => run.durationMs ?? 0;
    const ranked = shown.map(took).sort((a, b) => a - b);
    const middle = ranked[Math.floor(ranked.length / 2)];
    const longest = ranked[ranked.length - 1];
    // One very long run would flatten all others: outliers are cut off, and the scale shows it.
    const most = Math.max(1, Math.min(longest, 2 * Math.max(ranked[Math.floor(ranked.length * 0.95)], 2 * middle)));
    const height = 96;
    const step = 1_000 / Math.max(shown.length, 30);
    const paths = { calm: '', faint: '', on: '', warn: '', bad: '' };
    shown.forEach((run, n) => {
        const tall = Math.max(2, Math.min(1, took(run) / most) * height);
        const x = n * step;
        paths[kind(run)] += `M${x.toFixed(1)} ${height}v-${tall.toFixed(1)}h${(step * 0.78).toFixed(1)}v${tall.toFixed(1)}z`;
    });
    const level = height - (middle / most) * height;
    const words = `durations of the last ${count(shown.length, 'run')}: half took ${span(middle)} or less, the longest ${span(longest)}`;
    const find = event => {
        const box = event.currentTarget.getBoundingClientRect();
        return shown[Math.floor((((event.clientX - box.left) / box.width) * 1_000) / step)];
    };
    return html`<div class="chart">
        <div class="scale num" aria-hidden="true"><span>${longest > most ? '> ' : ''}${span(most)}</span><span>0</span></div>
        <svg viewBox="0 0 1000 ${height}" preserveAspectRatio="none" role="img" aria-label=${words}
            @click=${event => {
                const run = find(event);
                if (run) {
                    go(toRun(run.id));
                }
            }}
            @mousemove=${event => {
                const run = find(event);
                event.currentTarget.querySelector('title').textContent = run
                    ? `#${run.id} ${plain(run.outcome)}, ${clockTime(run.firedAt)}: ${run.durationMs === null ? 'running' : span(run.durationMs)}`
                    : words;
            }}><title>${words}</title>
            <path class="middle" d="M0 ${level.toFixed(1)}H1000" vector-effect="non-scaling-stroke" />
            ${Object.entries(paths).map(([is, d]) => (d ? svg`<path class=${is} d=${d} />` : nothing))}
        </svg></div>`;
}

/**
 * Whether a job has become slower or faster: its last ten runs against those before.
 *
 * Gives {values, words, is}: values the oldest first, is 'slower', 'quicker' or null.
 */
export function trend(list) {
    const values = list.filter(beat => beat.durationMs !== null && beat.outcome !== 'SKIPPED').map(beat => beat.durationMs).reverse();
    const middle = some => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)];
    const cut = values.length - 10;
    const [then, lately] = cut < 10 ? [null, null] : [middle(values.slice(0, cut)), middle(values.slice(cut))];
    // Tens of milliseconds are the weather of a busy machine.
    const is = then === null || Math.abs(lately - then) < 100 ? null : lately > 1.5 * then ? 'slower' : then > 1.5 * lately ? 'quicker' : null;
    return { values, is, words: then === null ? `its last ${count(values.length, 'run')}` : `half of its last 10 runs took ${span(lately)} or less, of the ${cut} before ${span(then)}` };
}

/** A line of values, oldest first. */
export function sparkline(values, words, { width = 96, height = 24 } = {}) {
    if (values.length < 2) {
        return html`<span class="sparkline-none"></span>`;
    }
    const low = Math.min(...values);
    // What has not moved is a line in the middle.
    const range = Math.max(...values) - low || 2 * Math.max(1, Math.abs(low));
    const floor = Math.max(...values) === low ? low - range / 2 : low;
    const points = values.map((value, n) => `${((n / (values.length - 1)) * width).toFixed(1)} ${(height - 2 - ((value - floor) / range) * (height - 4)).toFixed(1)}`);
    return html`<svg class="sparkline" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label=${words}><path d="M${points.join('L')}" vector-effect="non-scaling-stroke" /></svg>`;
}
