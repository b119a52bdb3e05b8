// The prices of a player over a time, for its chart: read once, then continued by the stream.

import { all, get, now } from './api.js';
import { draw } from '../shared/draw.js';
import { number } from './money.js';
import { listen } from './stream.js';

const MINUTE = 60_000;
const PART = 5 * MINUTE;
const DAY = 24 * 60 * MINUTE;
const MOST_TICKS = 1_000;
const SPANS = { hour: ['1m', 60 * MINUTE], day: ['5m', DAY], week: ['1h', 7 * DAY], month: ['1h', 30 * DAY] };

export class History {
    constructor(id) {
        this.id = id;
        this.points = null;
        this.start = null;
        this.from = 0;
        this.isSteps = false;
        this.error = null;
        this.span = '';
        this.attempt = 0;
        this.unlisten = listen((type, data) => {
            if (type === 'price' && data.id === this.id && this.points !== null && !(this.points.at(-1)?.at > Date.parse(data.at))) {
                this.points.push({ at: Date.parse(data.at), price: number(data.price) });
            } else if (type === 'resync' && this.span !== '') {
                this.read(this.span, this.kickOff);
            }
        });
    }

    /** Shows a span: match (since `kickOff`), hour, day, week or month. */
    show(span, kickOff = null) {
        if (span !== this.span || kickOff !== this.kickOff) {
            this.points = null;
            this.read(span, kickOff);
        }
    }

    async read(span, kickOff) {
        Object.assign(this, { span, kickOff });
        const attempt = ++this.attempt;
        const path = `/v1/instruments/${encodeURIComponent(this.id)}`;
        const [interval, length] = span === 'match' ? ['1m', (now() - kickOff) * 1.04 + 20_000] : SPANS[span];
        const from = now() - length;
        try {
            const early = Math.floor(from / PART) * PART;
            let points = null;
            if (length <= 70 * MINUTE) {
                const ticks = await all(`${path}/ticks`, { from: new Date(early).toISOString() }, MOST_TICKS);
                points = ticks.length < MOST_TICKS ? ticks.map(one => ({ at: Date.parse(one.at), price: number(one.price) })) : null;
            }
            const isSteps = points !== null;
            if (points === null) {
                const candles = (await get(`${path}/candles`, { interval, from: new Date(length < DAY ? early : from).toISOString(), limit: 1_000 })).items;
                const width = { '1m': MINUTE, '5m': 5 * MINUTE, '1h': 60 * MINUTE }[interval];
                points = candles.flatMap(one => [{ at: Date.parse(one.at), price: number(one.open) }, { at: Math.min(now(), Date.parse(one.at) + width), price: number(one.close) }]);
            }
            const begun = now() - DAY;
            let start = null;
            if (early > begun && !(points[0]?.at < from)) {
                const earlier = (await get(`${path}/candles`, { interval: '5m', from: new Date(begun).toISOString(), to: new Date(early).toISOString(), limit: 1_000 })).items;
                start = earlier.length === 0 ? null : number(earlier.at(-1).close);
            }
            if (attempt === this.attempt) {
                Object.assign(this, { points, start, from, isSteps, error: null });
            }
        } catch (error) {
            if (attempt === this.attempt) {
                this.error = error;
                setTimeout(() => attempt === this.attempt && this.read(span, kickOff), 5_000);
            }
        }
        draw();
    }

    /** The price before the first point, by that of a day ago; null if neither tells it. */
    startOf(dayAgo) {
        return this.start ?? (this.points.length === 0 || this.points[0].at >= now() - DAY ? dayAgo : null);
    }

    stop() {
        this.attempt += 1;
        this.unlisten();
    }
}
