// The day that a chart shows, chosen from those that are kept; in the address, as any other choice.

import { now } from './api.js';
import { html } from '../shared/html.js';
import { ask, asked } from '../shared/route.js';

const DAY = 24 * 60 * 60_000;

function named(time) {
    const two = n => String(n).padStart(2, '0');
    return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** The span of the chosen day in ms: of today, the last 24 hours. */
export function chosenDay() {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(asked('day')) ? new Date(`${asked('day')}T00:00:00`) : null;
    if (day === null || Number.isNaN(day.getTime())) {
        return { from: now() - DAY, to: now(), isNow: true };
    }
    const next = new Date(day);
    next.setDate(next.getDate() + 1);
    return { from: day.getTime(), to: next.getTime(), isNow: false };
}

/** The query of the chosen day. */
export function dayQuery() {
    const { from, to } = chosenDay();
    return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** Chooses a day; `changed` reads again. */
export function dayPicker(changed) {
    const pick = value => {
        ask('day', value);
        changed();
    };
    const { from, isNow } = chosenDay();
    const move = by => {
        const day = new Date(isNow ? now() : from);
        day.setDate(day.getDate() + by);
        pick(day.getTime() > now() || named(day) === named(new Date(now())) && by > 0 ? '' : named(day));
    };
    return html`<div class="days"><button type="button" class="button small" @click=${() => move(-1)}>Day before</button>
        <label class="field small"><span class="hidden-words">Day</span><input type="date" max=${named(new Date(now()))} .value=${isNow ? '' : named(new Date(from))} @change=${event => pick(event.target.value)}></label>
        <button type="button" class="button small" ?disabled=${isNow} @click=${() => move(1)}>Day after</button>
        <button type="button" class="button small" aria-pressed=${String(isNow)} @click=${() => pick('')}>Last 24 h</button></div>`;
}
