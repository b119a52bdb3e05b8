// A new schedule for a job, with a preview.

import { get, jobPath, may } from '../api.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { setCalendar } from '../calendar-commands.js';
import { overrideSchedule, restoreSchedule } from '../commands.js';
import { button, empty, failed, from, head, section, tag, wholeTime } from '../parts.js';
import { toJob } from '../route.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';
import { count, plain, zone } from '../words.js';

const ZONES = [...new Set(['UTC', zone, ...(Intl.supportedValuesOf?.('timeZone') ?? [])])];
const EXAMPLES = [['0 0/5 * * * ?', 'every 5 minutes'], ['0 0 4 * * ?', 'each day at 4'], ['0 30 6 ? * MON', 'Mondays at 6:30'], ['0 0 0 1 * ?', 'the first of each month']];

/** An interval of the API as people write it. */
function written(iso) {
    const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(iso);
    return parts ? [[parts[1], 'h'], [parts[2], 'min'], [parts[3], 's']].filter(([n]) => n).map(([n, unit]) => `${n} ${unit}`).join(' ') : iso;
}

export function schedule(name) {
    const source = new Source(() => get(jobPath(name)), { on: (type, data) => type === 'job' && data.job === name, every: 60_000 });
    const calendars = new Source(() => get('/v1/ops/calendars'), { on: type => type === 'audit', every: 60_000 });
    const wish = { kind: null, cron: '', every: '', zone: 'UTC' };
    let preview = null;
    let error = null;
    let timer = null;
    let reading = 0;

    function wished() {
        return wish.kind === 'cron' ? { cron: wish.cron.trim(), zone: wish.zone } : { every: wish.every.trim() };
    }

    function change(field) {
        return event => {
            wish[field] = event.target.value;
            clearTimeout(timer);
            timer = setTimeout(look, 250);
            draw();
        };
    }

    async function look() {
        const query = wished();
        const mine = ++reading;
        if (!(query.cron ?? query.every)) {
            preview = null;
            error = null;
            return draw();
        }
        try {
            const found = await get(jobPath(name, '/upcoming'), { ...query, zone: query.zone ?? zone, count: 20 });
            if (mine === reading) {
                preview = found;
                error = null;
            }
        } catch (refusal) {
            if (mine === reading) {
                error = refusal;
            }
        }
        draw();
    }

    function begin(found) {
        const now = found.effective;
        wish.kind = now.kind === 'cron' ? 'cron' : 'every';
        wish.cron = now.cron ?? '';
        wish.every = written(now.every ?? '');
        wish.zone = now.zone ?? 'UTC';
        look();
    }

    /** Whether what is wished is what counts already. */
    function isSame(found) {
        const { cron, zone: clocks } = wished();
        return cron ? cron === found.effective.cron && clocks === found.effective.zone : found.effective.kind === 'every' && preview?.schedule === found.effective.words;
    }

    function wrong(field) {
        const one = error?.errors?.find(each => each.field === field);
        return one ? html`<span class="wrong" id=${`wrong-${field}`}>${one.message}</span>` : nothing;
    }

    function view() {
        const before = html`<p class="crumb"><a href=${to('/jobs')}>Jobs</a> · <a href=${toJob(name)}>${name}</a></p>`;
        const found = source.value;
        if (found === null) {
            return html`${head(`Schedule of ${name}`, { before })}${from(source, () => nothing)}`;
        }
        if (wish.kind === null) {
            begin(found);
        }
        const isAdmin = may('admin');
        return html`${head(html`Schedule of ${name}`, {
            before,
            sub: html`It fires <b>${found.effective.words}</b>.${found.override ? html` ${tag('overridden', '', 'warn')} Declared: ${found.declared.words}.` : ' As declared.'}`,
            commands: isAdmin && found.override ? button('Restore', () => restoreSchedule(name, found.declared.words, () => source.read()), { shape: 'schedule' }) : nothing,
        })}
        <div class="halves editor">
            ${section('New schedule', html`
                <div class="chips" role="group" aria-label="Kind">${[['every', 'Every so often'], ['cron', 'Cron']].map(([kind, text]) => html`<button type="button" class="chip" aria-pressed=${String(wish.kind === kind)} @click=${() => {
                    wish.kind = kind;
                    look();
                    draw();
                }}>${text}</button>`)}</div>
                ${wish.kind === 'every'
                    ? html`<label class="field"><span>Every</span><input type="text" id="every" spellcheck="false" placeholder="90 s, 5 min, 1 h 30 min" .value=${wish.every} aria-invalid=${error ? 'true' : nothing} aria-describedby="wrong-every" @input=${change('every')}>${wrong('every')}</label>`
                    : html`<label class="field"><span>Cron</span><input type="text" id="cron" class="mono" spellcheck="false" placeholder="seconds minutes hours day month weekday" .value=${wish.cron} aria-invalid=${error ? 'true' : nothing} aria-describedby="wrong-cron" @input=${change('cron')}>${wrong('cron')}</label>
                        <p class="examples">${EXAMPLES.map(([cron, words]) => html`<button type="button" class="as-link" @click=${() => {
                            wish.cron = cron;
                            look();
                            draw();
                        }}>${words}</button>`)}</p>
                        <label class="field"><span>On the clocks of</span><select @change=${change('zone')}>${ZONES.map(one => html`<option value=${one} ?selected=${one === wish.zone}>${one}</option>`)}</select>${wrong('zone')}</label>`}
                ${error && (error.errors ?? []).length === 0 ? html`<p class="note bad" role="alert">${error.message}</p>` : nothing}
                ${preview && !error ? html`<p class="preview-words">It would fire <b>${preview.schedule}</b>.</p>` : nothing}
                ${isAdmin ? button('Reschedule …', () => overrideSchedule(name, wished(), preview.schedule), { kind: 'primary', disabled: preview === null || error !== null || isSame(found) }) : html`<p class="soft">Only an admin may change it. You can preview a change.</p>`}
            `)}
            ${section('Preview', error ? ((error.errors ?? []).length > 0 ? empty('Correct the schedule to see its preview.') : failed(error, look)) : preview === null ? empty('Enter a schedule.') : isSame(found) ? asIs(preview) : difference(preview))}
        </div>
        ${section('Calendar', from(calendars, ({ items }) => calendar(items)))}`;
    }

    function calendar(items) {
        const current = items.find(one => one.jobs.includes(name));
        const after = () => Promise.all([calendars.read(), source.read()]).then(look);
        return html`<p>${current ? html`It goes by <a href=${to('/calendars')}>${current.name}</a>: no runs on ${current.words}.` : 'It runs on all days.'}</p>
            ${!may('admin') ? nothing : items.length === 0 ? html`<p><a href=${to('/calendars')}>Write a calendar</a></p>` : html`<p>${button('Set calendar', () => setCalendar(name, items, current?.name ?? null, after))}</p>`}`;
    }

    return { title: `Schedule of ${name}`, here: 'jobs', view, stop: () => {
        source.stop();
        calendars.stop();
        clearTimeout(timer);
    } };
}

function asIs(forecast) {
    return html`<p>This is the current schedule. Next times:</p><ol class="times diff-times" tabindex="0" aria-label="Times">${forecast.times.map(one => html`<li class=${one.heldBackBy ? 'held' : ''}>${one.heldBackBy ? html`<s>${wholeTime(one.at)}</s><span class="soft">not run: ${one.heldBackBy === 'CALENDAR_EXCLUDES' ? 'excluded by its calendar' : plain(one.heldBackBy)}</span>` : wholeTime(one.at)}</li>`)}</ol>`;
}

function difference(forecast) {
    const lines = forecast.change?.lines ?? [];
    const of = fate => lines.filter(line => line.fate === fate).length;
    return html`<p>${of('ADDED') + of('REMOVED') === 0 ? 'The next times stay the same.' : html`Of the next times <b class="added">${count(of('ADDED'), 'added', 'added')}</b>, <b class="removed">${count(of('REMOVED'), 'removed', 'removed')}</b>, ${count(of('SAME'), 'unchanged', 'unchanged')}.`}</p>
        ${forecast.clockChanges.length === 0 ? nothing : html`<ul class="notes">${forecast.clockChanges.map(one => html`<li>${one.words}</li>`)}</ul>`}
        <ol class="times diff-times" tabindex="0" aria-label="Times">${lines.slice(0, 40).map(line => html`<li class=${line.fate.toLowerCase()}><span class="sign" aria-hidden="true">${{ ADDED: '+', REMOVED: '−' }[line.fate] ?? ''}</span>${wholeTime(line.at)}<span class="soft">${{ ADDED: 'new', REMOVED: 'removed' }[line.fate] ?? ''}</span>${marked(forecast, line.at)}</li>`)}</ol>`;
}

function marked(forecast, at) {
    const time = forecast.times.find(one => one.at === at);
    return time?.mark ? tag(plain(time.mark), 'effect of the clock change', 'warn') : nothing;
}
