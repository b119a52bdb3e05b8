// Something that is read from the server and kept fresh: read again when an event concerns it, and from time to time anyway.

import { draw } from './draw.js';

const BEAT = 500;

/** A value is shown as old once it could not be read again for so long: a single slow answer is no news. */
const STALE = 10_000;

/**
 * Keeps what `load` reads.
 *
 * `connection` is the page's: `contact`, `listen` and `now`; `withoutEvents`: milliseconds between two reads while no events arrive; `patience`: how many times as long as a read took no other
 * is made
 *
 * `on(type, data)`: whether an event concerns it
 * `every`: milliseconds after which it is read again without an event; may be a function of the value
 * `gap`: the least time between two reads; a slow one makes it longer, so that no page keeps a server busy
 * `query`: what `load` asks for, where the reader may change it: a value that was read for another query is not shown as the result of this one
 */
export class SharedSource {
    constructor(connection, load, { on = () => false, every = 30_000, gap = 1_000, query = () => '' } = {}) {
        this.connection = connection;
        this.load = load;
        this.on = on;
        this.every = typeof every === 'function' ? every : () => every;
        this.gap = gap;
        this.query = query;
        this.readFor = null;
        this.value = null;
        this.error = null;
        this.begunAt = 0;
        this.took = 0;
        this.readAt = null;
        this.asked = 0;
        this.reading = false;
        this.wanted = true;
        this.over = false;
        this.unlisten = connection.listen((type, data) => {
            if (type === 'resync' || type === 'look' || this.on(type, data)) {
                this.want();
            }
        });
        this.timer = setInterval(() => this.maybe(), BEAT);
        this.read();
    }

    maybe() {
        const { contact, withoutEvents, patience } = this.connection;
        const since = performance.now() - this.begunAt;
        const least = Math.max(this.gap, Math.min(60_000, patience * this.took));
        const isTrusted = contact.state === 'live' && !this.error?.isOutage;
        const every = this.every(this.value);
        const longest = isTrusted ? every : Math.min(every, Math.max(withoutEvents, least));
        if (!this.reading && !document.hidden && (since >= longest || (this.wanted && since >= least))) {
            this.read();
        }
    }

    /** Reads soon. */
    want() {
        this.wanted = true;
        this.maybe();
    }

    /** Whether there is no value, or an old one, because it can't be read. */
    get isStale() {
        return this.error !== null && (this.readAt === null || this.connection.now() - this.readAt > STALE);
    }

    /** Whether the value was read for what is asked for now. */
    get isOfQuery() {
        return this.readFor === this.query();
    }

    /** Reads at once. Of two reads that overlap the later one counts: it may ask for something else. */
    async read() {
        const mine = ++this.asked;
        const query = this.query();
        const begunAt = performance.now();
        this.reading = true;
        this.wanted = false;
        this.begunAt = begunAt;
        try {
            const value = await this.load();
            if (!this.over && mine === this.asked) {
                this.value = value;
                this.readFor = query;
                this.error = null;
                this.readAt = this.connection.now();
            }
        } catch (error) {
            if (!this.over && mine === this.asked) {
                this.error = error;
            }
        }
        if (mine !== this.asked) {
            return;
        }
        this.reading = false;
        this.took = performance.now() - begunAt;
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
