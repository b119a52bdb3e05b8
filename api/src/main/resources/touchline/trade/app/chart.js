// The chart of a player's price, with match events on it and levels that are dragged, by pointer or keyboard. Own SVG: each level is an element with a
// role, a focus and a style of its own, which a canvas can't have.

import { now } from './api.js';
import { draw } from '../shared/draw.js';
import { html, nothing, svg } from '../shared/html.js';
import { eventMark } from './icons.js';
import { apart, inLanes, isDays, linePath, thin, ticksOf, timesOf } from '../shared/axes.js';
import { timeWords } from './words.js';

const AXIS = 62;
const TOP = 34;
const BOTTOM = 24;
const LEFT = 6;
const GRIP = 15;
const CHIP = 20;

export class Chart {
    constructor() {
        this.width = 340;
        this.hover = null;
        this.dragged = null;
        this.host = null;
        this.observer = new ResizeObserver(entries => {
            const width = Math.round(entries[0].contentRect.width);
            if (width > 0 && width !== this.width) {
                this.width = width;
                draw();
            }
        });
    }

    get height() {
        return this.width < 520 ? 250 : 340;
    }

    /** Watches the size of its element; to be called after it has been drawn. */
    drawn(root) {
        const host = root.querySelector('.chart');
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
     * points: [{at, price}]; start: the price before them, or null; from, to: the time shown; price: of now
     * events: [{at, type, words, isOwn}]
     * levels: [{id, words, price, tone, set}]: `set(price)` is called as it is dragged; without one it is fixed
     */
    view({ points, start, from, to, price, isSteps, events, levels, label }) {
        const shown = points.filter(one => one.at >= from);
        const before = points.filter(one => one.at < from).at(-1);
        const all = thin(shown, 900);
        const first = before?.price ?? start ?? all[0]?.price ?? price;
        all.unshift({ at: Math.max(from, Math.min(from, all[0]?.at ?? from)), price: first });
        all.push({ at: to, price });
        const scale = this.scale(all, from, to, levels);
        this.scaleNow = scale;
        const line = linePath(all, scale, isSteps, 'price');
        const tone = price > first ? 'up' : price < first ? 'down' : 'flat';
        const { width, height } = this;
        const right = width - AXIS;
        const drawn = levels.filter(one => one.price !== null && one.price >= scale.low && one.price <= scale.high);
        const chips = apart([price, ...drawn.map(one => one.price)].map(scale.y), CHIP + 1, CHIP / 2, height - BOTTOM);
        const words = apart(drawn.map(one => scale.y(one.price) - 5), 14, 12, height - BOTTOM - 2);
        return html`<div class="chart ${tone}"><svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="group" aria-label=${`${label}. From ${first.toFixed(2)} to ${price.toFixed(2)}.`}
                @pointermove=${event => this.point(event)} @pointerleave=${() => this.leave()} @pointerup=${() => this.drop()} @pointercancel=${() => this.drop()}>
            <defs><linearGradient id="chart-fill" x1="0" y1="0" x2="0" y2="1"><stop class="fill-top" offset="0"></stop><stop class="fill-end" offset="1"></stop></linearGradient></defs>
            ${ticksOf(scale.low, scale.high).map(value => svg`<g class="grid"><path d="M${LEFT} ${scale.y(value)}H${right}"></path>${chips.some(other => Math.abs(scale.y(value) - other) < 16) ? nothing : svg`<text x=${right + 8} y=${scale.y(value) + 4}>${value.toFixed(2)}</text>`}</g>`)}
            ${timesOf(from, to, width < 520 ? 3 : 5).map(at => svg`<text class="time" x=${scale.x(at)} y=${height - 6} text-anchor="middle">${isDays(from, to) ? new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' }) : timeWords(at, to - from < 600_000)}</text>`)}
            <path class="area" d="${line}V${height - BOTTOM}H${scale.x(all[0].at).toFixed(1)}z"></path><path class="line" d=${line}></path>
            ${lanes(events, scale).map(one => svg`<g class="event ${one.isOwn ? 'own' : ''}"><path d="M${one.x} ${TOP - 6}V${height - BOTTOM}"></path><g transform="translate(${one.x} ${11 + one.lane * 16})">${eventMark(one.type)}<title>${one.words}</title></g></g>`)}
            <g class="now"><circle class="halo" cx=${scale.x(to)} cy=${scale.y(price)} r="8"></circle><circle cx=${scale.x(to)} cy=${scale.y(price)} r="3.500"></circle>
                <rect x=${right + 2} y=${chips[0] - CHIP / 2} width=${AXIS - 3} height=${CHIP} rx="5"></rect><text x=${right + 8} y=${chips[0] + 4}>${price.toFixed(2)}</text></g>
            ${this.hover === null || this.dragged !== null ? nothing : cross(this.hover, all, scale, height, isSteps)}
            ${levels.map(one => (drawn.includes(one) ? this.level(one, scale, right, { chip: chips[drawn.indexOf(one) + 1], words: words[drawn.indexOf(one)] }) : nothing))}
        </svg></div>`;
    }

    scale(all, from, to, levels) {
        const prices = all.map(one => one.price);
        let low = Math.min(...prices);
        let high = Math.max(...prices);
        const middle = all.at(-1).price;
        levels.filter(one => one.price !== null && Math.abs(one.price - middle) < middle * (one.set ? 0.6 : 0.25)).forEach(one => {
            low = Math.min(low, one.price);
            high = Math.max(high, one.price);
        });
        const room = Math.max((high - low) * 0.1, middle * 0.004);
        if (this.dragged !== null) {
            // The scale must not move under the pointer.
            ({ low, high } = this.dragged);
        } else {
            low -= room;
            high += room;
        }
        const { width, height } = this;
        return {
            low, high, from, to,
            x: at => LEFT + ((at - from) / Math.max(1, to - from)) * (width - AXIS - LEFT - 6),
            y: price => Math.round(10 * (TOP + ((high - price) / (high - low)) * (height - TOP - BOTTOM))) / 10,
            at: x => from + ((x - LEFT) / (width - AXIS - LEFT - 6)) * (to - from),
            price: y => high - ((y - TOP) / (height - TOP - BOTTOM)) * (high - low),
        };
    }

    /** `places`: where its price and its words are, so that they cover no others. */
    level(one, scale, right, places) {
        const y = scale.y(one.price);
        const words = svg`<path class="level-line" d="M${LEFT} ${y}H${right}"></path><rect class="level-chip" x=${right + 2} y=${places.chip - CHIP / 2} width=${AXIS - 3} height=${CHIP} rx="5"></rect><text class="level-price" x=${right + 8} y=${places.chip + 4}>${one.price.toFixed(2)}</text>
            <text class="level-words" x=${LEFT + (one.set ? 40 : 4)} y=${places.words}>${one.words}</text>`;
        return one.set === undefined ? svg`<g class="level ${one.tone}">${words}</g>`
            : svg`<g class="level moves ${one.tone}" role="slider" tabindex="0" aria-orientation="vertical" aria-label=${one.words} aria-valuemin="0" aria-valuemax=${Math.round(scale.high * 2)} aria-valuenow=${one.price.toFixed(2)}
                @keydown=${event => slide(event, one)} @pointerdown=${event => this.grab(event, one, scale)}>${words}
                <rect class="level-hit" x="0" y=${y - 22} width="52" height="44"></rect><rect class="level-hit" x=${right} y=${places.chip - 22} width=${AXIS} height="44"></rect>
                <rect class="level-grip" x=${LEFT} y=${y - GRIP / 2 - 4} width="32" height=${GRIP + 8} rx="11"></rect><path class="level-grip-mark" d="M${LEFT + 11} ${y - 2.5}h10M${LEFT + 11} ${y + 2.5}h10"></path></g>`;
    }

    grab(event, one, scale) {
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.ownerSVGElement.setPointerCapture(event.pointerId);
        this.dragged = { one, low: scale.low, high: scale.high };
    }

    point(event) {
        const box = event.currentTarget.getBoundingClientRect();
        const x = event.clientX - box.left;
        const y = event.clientY - box.top;
        if (this.dragged !== null) {
            this.dragged.one.set(Math.max(0.01, this.scaleNow.price(Math.min(this.height - BOTTOM, Math.max(TOP, y)))));
        } else {
            this.hover = x < this.width - AXIS ? { x } : null;
        }
        draw();
    }

    leave() {
        this.hover = null;
        draw();
    }

    drop() {
        this.dragged = null;
        draw();
    }
}

function slide(event, one) {
    const step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (step !== undefined) {
        event.preventDefault();
        one.set(Math.max(0.01, one.price + step * Math.max(0.01, one.price * 0.001)));
        draw();
    }
}

function cross(hover, all, scale, height, isSteps) {
    const at = scale.at(hover.x);
    const n = Math.max(0, all.findLastIndex(one => one.at <= at));
    const one = isSteps || n + 1 >= all.length ? all[n] : (at - all[n].at < all[n + 1].at - at ? all[n] : all[n + 1]);
    const isLeft = hover.x > 150;
    const x = hover.x;
    return svg`<g class="cross"><path d="M${x} ${TOP - 6}V${height - BOTTOM}"></path><circle cx=${x} cy=${scale.y(one.price)} r="4"></circle>
        <text x=${isLeft ? x - 8 : x + 8} y=${TOP + 10} text-anchor=${isLeft ? 'end' : 'start'}>${one.price.toFixed(2)} · ${isDays(scale.from, scale.to) ? new Date(at).toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }) : timeWords(at, true)}</text></g>`;
}

/** Events with their places: those that lie close together go below each other. */
function lanes(events, scale) {
    return inLanes(events.filter(one => one.at >= scale.from && one.at <= now() + 60_000).map(one => ({ ...one, x: Math.round(Math.min(scale.x(one.at), scale.x(scale.to))) })));
}
