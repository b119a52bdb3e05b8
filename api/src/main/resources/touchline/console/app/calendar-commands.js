// Commands to calendars: days on which jobs must not run.

import { change, jobPath, may } from './api.js';
import { done } from './command-parts.js';
import { ask } from './dialogs.js';
import { html } from '../shared/html.js';
import { zone } from './words.js';

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

const path = name => `/v1/ops/calendars/${encodeURIComponent(name)}`;

function parts(text) {
    return text.split(/[\s,;]+/).filter(part => part !== '');
}

/** "Sat, Sun" as the API has it; what is no day stays, so that the API complains about it. */
function weekdays(text) {
    return parts(text).map(part => WEEKDAYS.find(day => part.length > 1 && day.startsWith(part.toUpperCase())) ?? part);
}

function short(day) {
    return day.charAt(0) + day.slice(1, 3).toLowerCase();
}

/** Writes a new calendar, or changes one. */
export function writeCalendar(calendar, after) {
    const field = (name, label, help, value, required = false) => ({ name, label, kind: 'text', help, value, required });
    ask({
        title: calendar ? `Change calendar ${calendar.name}` : 'New calendar',
        says: html`<p>Jobs that go by it do not run on these days. A time that was missed before is made up for after them; an operator can still run a job.</p>`,
        fields: [
            ...(calendar ? [] : [field('name', 'Name', 'As in public-holidays', '', true)]),
            field('description', 'Description', '', calendar?.description ?? ''),
            field('weekdays', 'Each week', 'As in Sat, Sun', (calendar?.weekdays ?? []).map(short).join(', ')),
            field('yearly', 'Each year', 'Month and day, as in 12-25, 01-01', (calendar?.yearly ?? []).join(', ')),
            field('days', 'Single days', 'As in 2027-04-02', (calendar?.days ?? []).join(', ')),
            field('zone', 'Days of the zone', 'As in Europe/London', calendar?.zone ?? zone, true),
        ],
        act: 'Save',
        force: may('admin'),
        submit: async values => {
            const name = calendar?.name ?? values.name.trim();
            await change('PUT', path(name), {
                reason: values.reason, description: values.description.trim() || undefined, zone: values.zone.trim(),
                weekdays: weekdays(values.weekdays), yearly: parts(values.yearly), days: parts(values.days), force: values.force || undefined,
            });
            return done(after)(`Calendar ${name} is saved.`);
        },
    });
}

/** Deletes a calendar that no job goes by. */
export function deleteCalendar(calendar, after) {
    ask({
        title: `Delete calendar ${calendar.name}`,
        says: html`<p>${calendar.words}. No job goes by it.</p>`,
        act: 'Delete',
        danger: true,
        submit: async values => {
            await change('DELETE', path(calendar.name), { reason: values.reason });
            return done(after)(`Calendar ${calendar.name} is deleted.`);
        },
    });
}

/** Lets a job go by another calendar, or by none. */
export function setCalendar(job, calendars, current, after) {
    ask({
        title: `Calendar of ${job}`,
        says: html`<p>The job does not run on the days that its calendar excludes.</p>`,
        fields: [{ name: 'calendar', label: 'Calendar', kind: 'choice', value: current ?? '', options: [['', 'none: it runs on all days'], ...calendars.map(one => [one.name, `${one.name}: ${one.words}`])] }],
        act: 'Set',
        force: may('admin'),
        submit: async values => {
            if (values.calendar !== '') {
                await change('PUT', jobPath(job, `/calendar/${encodeURIComponent(values.calendar)}`), { reason: values.reason, force: values.force || undefined });
            } else if (current) {
                await change('DELETE', jobPath(job, '/calendar'), { reason: values.reason });
            }
            return done(after)(values.calendar === '' ? `${job} runs on all days.` : `${job} goes by ${values.calendar}.`);
        },
    });
}
