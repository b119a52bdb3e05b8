// Calendars of days on which jobs must not run.

import { get, may } from '../api.js';
import { deleteCalendar, writeCalendar } from '../calendar-commands.js';
import { html, nothing } from '../../shared/html.js';
import { button, empty, from, head, jobLink } from '../parts.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';

export function calendars() {
    const source = new Source(() => get('/v1/ops/calendars'), { on: type => type === 'audit', every: 30_000 });
    const after = () => source.read();

    function card(one) {
        return html`<section class="card" aria-label=${one.name}>
            <div class="card-head"><div><h2>${one.name}</h2>${one.description ? html`<p class="soft">${one.description}</p>` : nothing}</div>
                ${may('admin') ? html`${button('Change', () => writeCalendar(one, after), { kind: 'small', label: `Change ${one.name}` })}${one.jobs.length === 0 ? button('Delete', () => deleteCalendar(one, after), { kind: 'small', label: `Delete ${one.name}` }) : nothing}` : nothing}</div>
            <p><b>No runs on</b> ${one.words}</p>
            ${one.days.length === 0 ? nothing : html`<p class="soft num">${one.days.join(', ')}</p>`}
            <p class="card-foot">${one.jobs.length === 0 ? html`<span class="soft">No job goes by it.</span>` : html`${one.jobs.map(job => html`${jobLink(job)} `)}`}</p>
        </section>`;
    }

    return {
        title: 'Calendars',
        here: 'jobs',
        view: () => html`${head('Calendars', { before: html`<p class="crumb"><a href=${to('/jobs')}>Jobs</a></p>`, sub: 'Days on which jobs must not run. A job’s calendar is set with its schedule.', commands: may('admin') ? button('New calendar', () => writeCalendar(null, after)) : nothing })}
            ${from(source, ({ items }) => (items.length === 0 ? empty('No calendars: jobs run on all days.', may('admin') ? 'Write one, then set it at a job’s schedule.' : nothing) : html`<div class="stack-of-cards">${items.map(card)}</div>`))}`,
        stop: () => source.stop(),
    };
}
