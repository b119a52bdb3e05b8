// The prices of a player over a time, for its chart: read once, then continued by the stream.

import { all, get, now } from './api.js';
import { draw } from '../shared/draw.js';
import { number } from './money.js';
import { listen } from './stream.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MOST_TICKS = 1_000;
const SPANS = { hour: ['1m', 60 * MINUTE], day: ['5m', DAY], week: ['1h', 7 * DAY], month: ['1h', 30 * DAY] };

export class History {
    constructor(id) {
        this.id = id;
        this.points = null;
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
            let points = null;
            if (length <= 70 * MINUTE) {
                const ticks = await all(`${path}/ticks`, { from: new Date(from).toISOString() }, MOST_TICKS);
                points = ticks.length < MOST_TICKS ? ticks.map(one => ({ at: Date.parse(one.at), price: number(one.price) })) : null;
            }
            const isSteps = points !== null;
            if (points === null) {
                const candles = (await get(`${path}/candles`, { interval, from: new Date(from).toISOString(), limit: 1_000 })).items;
                const width = { '1m': MINUTE, '5m': 5 * MINUTE, '1h': 60 * MINUTE }[interval];
                points = candles.flatMap(one => [{ at: Date.parse(one.at), price: number(one.open) }, { at: Math.min(now(), Date.parse(one.at) + width), price: number(one.close) }]);
            }
            if (attempt === this.attempt) {
                Object.assign(this, { points, from, isSteps, error: null });
            }
        } catch (error) {
            if (attempt === this.attempt) {
                this.error = error;
                setTimeout(() => attempt === this.attempt && this.read(span, kickOff), 5_000);
            }
        }
        draw();
    }

    stop() {
        this.attempt += 1;
        this.unlisten();
    }
}
