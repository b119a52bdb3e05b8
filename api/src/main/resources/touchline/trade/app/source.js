// Data of the server that is kept fresh: read again when an event concerns it, and from time to time anyway.

import { draw } from '../shared/draw.js';
import { contact, listen } from './stream.js';

const WITHOUT_EVENTS = 4_000;

/**
 * Keeps what `load` reads.
 *
 * `on(type, data)`: whether an event concerns it
 * `every`: milliseconds after which it is read again without an event; may be a function of the value
 * `gap`: the least time between two reads
 */
export class Source {
    constructor(load, { on = () => false, every = 30_000, gap = 1_000 } = {}) {
        this.load = load;
        this.on = on;
        this.every = typeof every === 'function' ? every : () => every;
        this.gap = gap;
        this.value = null;
        this.error = null;
        this.begunAt = 0;
        this.isReading = false;
        this.isWanted = true;
        this.isOver = false;
        this.unlisten = listen((type, data) => {
            if (type === 'resync' || type === 'look' || this.on(type, data)) {
                this.isWanted = true;
                this.maybe();
            }
        });
        this.timer = setInterval(() => this.maybe(), 500);
        this.read();
    }

    maybe() {
        const since = performance.now() - this.begunAt;
        const longest = contact.state === 'live' ? this.every(this.value) : Math.min(this.every(this.value), WITHOUT_EVENTS);
        if (!this.isReading && !document.hidden && (since >= longest || (this.isWanted && since >= this.gap))) {
            this.read();
        }
    }

    /** Reads at once. */
    async read() {
        this.isReading = true;
        this.isWanted = false;
        this.begunAt = performance.now();
        try {
            const value = await this.load();
            if (!this.isOver) {
                this.value = value;
                this.error = null;
            }
        } catch (error) {
            if (!this.isOver) {
                this.error = error;
            }
        }
        this.isReading = false;
        if (!this.isOver) {
            draw();
        }
    }

    stop() {
        this.isOver = true;
        clearInterval(this.timer);
        this.unlisten();
    }
}
