// A chart over time: lines, bars and marks on one scale, read by pointer, touch or the arrow keys. Own SVG on the same axes as the chart of the trading page.

import { inLanes, isDays, linePath, ticksOf, timesOf } from '../shared/axes.js';
import { draw } from '../shared/draw.js';
import { html, nothing, svg } from '../shared/html.js';

const AXIS = 58;
const TOP = 30;
const BOTTOM = 24;
const LEFT = 6;
const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayClock = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

// Values so close that they have the same words are one line of the grid.
function labelled(values, words) {
    const all = values.map(value => ({ value, text: words(value) }));
    return all.filter((one, n) => n === 0 || one.text !== all[n - 1].text);
}

const SHORTEST = 10 * 60_000;

// So short that two times of the scale may be of one minute.
const FINE = 12 * 60_000;

// Where the chart begins: a first half without anything would press the rest into a corner.
function beginning(from, to, parts) {
    const first = parts.reduce((least, one) => Math.min(least, one.at), to);
    const shortest = Math.max(SHORTEST, 20 * (parts.find(one => one.width)?.width ?? 0));
    return first - from < (to - from) / 2 ? from : Math.max(from, Math.min(to - shortest, first - (to - first) * 0.05));
}

export class Plot {
    constructor(id, { high = 260 } = {}) {
        this.id = id;
        this.high = high;
        this.width = 340;
        this.at = null;
        this.host = null;
        this.observer = new ResizeObserver(entries => {
            const width = Math.round(entries[0].contentRect.width);
            if (width > 0 && width !== this.width) {
                this.width = width;
                draw();
            }
        });
    }

    /** Watches the size of its element; to be called after it was drawn. */
    drawn() {
        const host = document.getElementById(this.id);
        if (host !== this.host) {
            this.observer.disconnect();
            this.host = host;
            if (host !== null) {
                this.observer.observe(host);
            }
        }
    }

    stop() {
        this.observer.disconnect();
    }

    /**
     * label: what a screen reader says
     * from, to: the span in ms; it begins later where the first half is empty
     * lines: [{name, tone, points: [{at, value}], isSteps}]
     * bars: [{at, width, parts: [{name, tone, value}]}], from the bottom up
     * marks: [{at, tone, words, short}]
     * words(value): a value with its unit; zero: whether the scale begins at 0
     */
    view({ label, from: earliest, to, lines = [], bars = [], marks = [], words, zero = false }) {
        const values = [...lines.flatMap(line => line.points.map(point => point.value)), ...bars.map(bar => bar.parts.reduce((sum, part) => sum + part.value, 0))];
        if (values.length === 0) {
            return nothing;
        }
        const from = beginning(earliest, to, [...lines.flatMap(line => line.points), ...bars]);
        const { width, high } = this;
        const right = width - AXIS;
        const least = zero ? 0 : values.reduce((a, b) => Math.min(a, b));
        const most = values.reduce((a, b) => Math.max(a, b));
        const room = Math.max((most - least) * 0.08, Math.abs(most) * 0.004, zero ? 1e-9 : 1e-6);
        const low = zero ? 0 : least - room;
        const top = most === 0 && zero ? 1 : most + room;
        const scale = {
            x: at => LEFT + ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * (right - LEFT - 4),
            y: value => Math.round(10 * (TOP + ((top - value) / (top - low)) * (high - TOP - BOTTOM))) / 10,
        };
        const days = isDays(from, to);
        const placed = inLanes(marks.filter(mark => mark.at >= from && mark.at <= to).map(mark => ({ ...mark, x: Math.round(scale.x(mark.at)) })), 13);
        const move = x => {
            this.at = x === null ? null : Math.min(to, Math.max(from, from + ((x - LEFT) / (right - LEFT - 4)) * (to - from)));
            draw();
        };
        // No bar is stepped over, however narrow it is.
        const step = bars.reduce((least, bar) => Math.min(least, Math.max((to - from) / 400, bar.width)), (to - from) / 60);
        const keys = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
        const point = event => move(event.clientX - event.currentTarget.getBoundingClientRect().left);
        return html`<div class="plot" id=${this.id}><svg viewBox="0 0 ${width} ${high}" width=${width} height=${high} role="img" tabindex="0" aria-label=${label}
                @pointerdown=${point} @pointermove=${point} @pointerleave=${event => event.pointerType === 'mouse' && move(null)}
                @keydown=${event => {
                    if (event.key in keys) {
                        event.preventDefault();
                        this.at = Math.min(to, Math.max(from, (this.at ?? (keys[event.key] < 0 ? to : from)) + keys[event.key] * step));
                        draw();
                    }
                }}>
            ${labelled(ticksOf(low, top), words).map(({ value, text }) => svg`<g class="grid"><path d="M${LEFT} ${scale.y(value)}H${right}"></path><text x=${right + 6} y=${scale.y(value) + 4}>${text}</text></g>`)}
            ${timesOf(from, to, width < 520 ? 3 : 6).map(at => svg`<text class="time" x=${scale.x(at)} y=${high - 6} text-anchor="middle">${(days ? dayName : to - from < FINE ? seconds : clock).format(at)}</text>`)}
            ${bars.map(bar => this.bar(bar, scale))}
            ${lines.map(line => line.points.length === 0 ? nothing : svg`<path class="line ${line.tone}" d=${linePath(line.points, scale, line.isSteps ?? false, 'value')}></path>`)}
            ${placed.map(mark => svg`<g class="mark ${mark.tone}"><path d="M${mark.x} ${TOP - 4}V${high - BOTTOM}"></path><circle cx=${mark.x} cy=${9 + mark.lane * 12} r="4.5"></circle></g>`)}
            ${this.at === null ? nothing : svg`<path class="cross" d="M${scale.x(this.at).toFixed(1)} ${TOP - 4}V${high - BOTTOM}"></path>`}
        </svg>${this.reading({ from, to, lines, bars, marks: placed, words, scale, days })}</div>`;
    }

    bar(bar, scale) {
        const x = scale.x(bar.at);
        const wide = Math.max(1, scale.x(bar.at + bar.width) - x - 1);
        let below = 0;
        return bar.parts.filter(part => part.value > 0).map(part => {
            const bottom = scale.y(below);
            below += part.value;
            // A single failure among thousands of runs has to be seen.
            const tall = Math.max(part.tone === 'bad' || part.tone === 'warn' ? 3 : 0.5, bottom - scale.y(below));
            return svg`<rect class=${part.tone} x=${x.toFixed(1)} y=${(bottom - tall).toFixed(1)} width=${wide.toFixed(1)} height=${tall.toFixed(1)}></rect>`;
        });
    }

    /** What the chart has at the chosen time, in words. */
    reading({ lines, bars, marks, words, scale, days }) {
        if (this.at === null) {
            return html`<p class="reading soft">Point at the chart, touch it or use the arrow keys to read a time.</p>`;
        }
        const at = this.at;
        const bar = bars.find(one => at >= one.at && at < one.at + one.width);
        const found = [
            ...(bar?.parts ?? []).filter(part => part.value > 0).map(part => `${part.name} ${words(part.value)}`),
            ...lines.map(line => ({ line, point: line.points.findLast(point => point.at <= at) })).filter(({ point }) => point).slice(0, 6)
                .map(({ line, point }) => `${line.name} ${words(point.value)}`),
            ...marks.filter(mark => Math.abs(mark.x - scale.x(at)) < 8).slice(0, 3).map(mark => mark.words),
        ];
        return html`<p class="reading num" role="status"><b>${days ? dayClock.format(at) : clock.format(at)}</b> ${found.length === 0 ? 'nothing' : found.join(' · ')}</p>`;
    }
}

/** Names of lines and bars with their colours. */
export function legend(list) {
    return html`<p class="legend">${list.map(([tone, name]) => html`<span><i class=${tone}></i>${name}</span>`)}</p>`;
}
