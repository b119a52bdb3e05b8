// Long tables: only the rows that can be seen are there, so that ten thousand scroll as ten do.

import { draw } from '../shared/draw.js';
import { html, nothing } from '../shared/html.js';

const AROUND = 12;
const FEW = 120;
const narrow = matchMedia('(max-width: 720px)');

/** A long table's rows, each of the same height. */
export class Rows {
    constructor(id, { height, narrowHeight }) {
        this.id = id;
        this.height = height;
        this.narrowHeight = narrowHeight;
        this.scrolled = () => draw();
        addEventListener('scroll', this.scrolled, { passive: true });
        addEventListener('resize', this.scrolled, { passive: true });
    }

    /** Draws those of `items` that can be seen. */
    view(items, columns, row) {
        if (items.length <= FEW) {
            return html`<tbody id=${this.id}>${items.map(row)}</tbody>`;
        }
        const high = narrow.matches ? this.narrowHeight : this.height;
        const body = document.getElementById(this.id);
        const above = body ? -body.getBoundingClientRect().top : 0;
        const first = Math.max(0, Math.min(items.length - 1, Math.floor(above / high) - AROUND));
        const last = Math.min(items.length, first + Math.ceil(innerHeight / high) + 2 * AROUND);
        return html`<tbody id=${this.id} class="windowed">
            ${space(first * high, columns)}${items.slice(first, last).map((item, n) => row(item, first + n))}${space((items.length - last) * high, columns)}
        </tbody>`;
    }

    /** Whether its end is near, so that more should be read. */
    isEndNear() {
        const body = document.getElementById(this.id);
        return body !== null && body.getBoundingClientRect().bottom < innerHeight * 2.5;
    }

    stop() {
        removeEventListener('scroll', this.scrolled);
        removeEventListener('resize', this.scrolled);
    }
}

function space(high, columns) {
    return high > 0 ? html`<tr class="space" aria-hidden="true"><td colspan=${columns} .style=${`height:${high}px`}></td></tr>` : nothing;
}
