// Something read from the server and kept fresh: read again when an event concerns it, and from time to time anyway.

import { draw } from './draw.js';
import { contact, listen } from './live.js';

const BEAT = 1_000;
const WITHOUT_EVENTS = 3_000;

/**
 * Keeps what `load` reads.
 *
 * `on(type, data)`: whether an event concerns it
 * `every`: milliseconds after which it is read again without an event
 * `gap`: the least time between two reads; a slow one makes it longer, so that no page keeps a server busy
 */
export class Source {
    constructor(load, { on = () => false, every = 30_000, gap = 1_500 } = {}) {
        this.load = load;
        this.on = on;
        this.every = every;
        this.gap = gap;
        this.value = null;
        this.error = null;
        this.begunAt = 0;
        this.took = 0;
        this.reading = false;
        this.wanted = true;
        this.over = false;
        this.unlisten = listen((type, data) => {
            if (type === 'resync' || type === 'look' || this.on(type, data)) {
                this.wanted = true;
                this.maybe();
            }
        });
        this.timer = setInterval(() => this.maybe(), BEAT / 2);
        this.read();
    }

    maybe() {
        const since = performance.now() - this.begunAt;
        const least = Math.max(this.gap, Math.min(60_000, 8 * this.took));
        const longest = contact.state === 'live' ? this.every : Math.min(this.every, Math.max(WITHOUT_EVENTS, least));
        if (!this.reading && !document.hidden && (since >= longest || (this.wanted && since >= least))) {
            this.read();
        }
    }

    /** Reads at once. */
    async read() {
        this.reading = true;
        this.wanted = false;
        this.begunAt = performance.now();
        try {
            const value = await this.load();
            if (!this.over) {
                this.value = value;
                this.error = null;
            }
        } catch (error) {
            if (!this.over) {
                this.error = error;
            }
        }
        this.reading = false;
        this.took = performance.now() - this.begunAt;
        if (!this.over) {
            draw();
        }
    }

    stop() {
        this.over = true;
        clearInterval(this.timer);
        this.unlisten();
    }
}
