// Who did what, when, from where and why.

import { all, get, now } from '../api.js';
import { csv, download } from '../csv.js';
import { say } from '../dialogs.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { contact, listen } from '../live.js';
import { button, empty, failed, head, jobLink, ofFilter, old, relative, time } from '../parts.js';
import { ask, asked } from '../../shared/route.js';
import { deed, number } from '../words.js';

function subjectOf(entry) {
    return /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(entry.subject) && !entry.subject.startsWith('alert/') ? jobLink(entry.subject) : html`<b>${entry.subject === 'scheduler' ? 'everything' : entry.subject}</b>`;
}

function detail(entry) {
    if (entry.before === null && entry.after === null) {
        return nothing;
    }
    const json = value => (value === null ? '–' : JSON.stringify(value, null, 2));
    return html`<details><summary>What changed</summary><div class="diff"><div><span class="soft">before</span><pre tabindex="0">${json(entry.before)}</pre></div><div><span class="soft">after</span><pre tabindex="0">${json(entry.after)}</pre></div></div></details>`;
}

/** Entries, the latest first. */
export function auditList(entries, { subject = true } = {}) {
    return html`<ol class="audit">${entries.map(entry => html`<li>
        <span class="audit-when">${time(entry.at)}<span class="soft">${relative(entry.at)}</span></span>
        <div><p><b>${entry.actor}</b> ${deed(entry.action)} ${subject ? subjectOf(entry) : 'it'}${entry.reason ? html`<span class="reason">“${entry.reason}”</span>` : nothing}</p>
            <p class="soft">${entry.action}${entry.origin ? ` · from ${entry.origin}` : ' · by a node itself'}</p>${detail(entry)}</div></li>`)}</ol>`;
}

const COLUMNS = ['id', 'at', 'actor', 'origin', 'action', 'subject', 'reason', 'before', 'after'];
const MOST = 10_000;
const PAGE = 50;
/** Milliseconds between two reads while events arrive, and while none do. */
const EVERY = 30_000;
const WITHOUT_EVENTS = 3_000;

export function audit() {
    let entries = [];
    let cursor = null;
    let error = null;
    let isRead = false;
    let typing = null;
    let reading = 0;
    let readAt = null;
    let readFor = null;
    let isBehind = false;
    let isAdding = false;
    let isRenewing = false;
    let pending = 0;
    let answeredAt = 0;

    /** Days are those of the reader. */
    function filter() {
        const day = (text, later) => {
            const [year, month, date] = text.split('-').map(Number);
            return text === '' || Number.isNaN(Date.parse(text)) ? '' : new Date(year, month - 1, date + later).toISOString();
        };
        return { subject: asked('subject'), actor: asked('actor'), q: asked('q'), from: day(asked('from'), 0), to: day(asked('to'), 1) };
    }

    async function save() {
        try {
            const list = await all('/v1/ops/audit', filter(), MOST);
            download(`audit-${new Date(now()).toISOString().slice(0, 10)}.csv`, csv(COLUMNS, list));
            say(list.length >= MOST ? `The latest ${number(list.length)} entries are exported: choose days for the others.` : `${number(list.length)} entries are exported.`);
        } catch (refusal) {
            say(refusal.message, { loud: 'bad' });
        }
    }

    /** Reads entries, and notes when the server answered. */
    async function fetchEntries(query) {
        pending += 1;
        try {
            return await get('/v1/ops/audit', query);
        } finally {
            pending -= 1;
            answeredAt = performance.now();
        }
    }

    /** Of two reads that overlap the later one counts: its filter is the one that is shown. */
    async function read(isMore) {
        const mine = ++reading;
        isAdding = isMore;
        isRenewing ||= !isMore;
        const of = JSON.stringify(filter());
        try {
            const page = await fetchEntries({ ...filter(), limit: PAGE, cursor: isMore ? cursor : null });
            if (mine === reading) {
                entries = [...(isMore ? entries : []), ...page.items];
                cursor = page.nextCursor;
                readFor = of;
                isBehind = isMore && isBehind;
                readAt = now();
                error = null;
            }
        } catch (refusal) {
            if (mine === reading) {
                error = refusal;
            }
        }
        isRead = true;
        if (mine === reading) {
            // Earlier entries that were asked for meanwhile have replaced a read of the latest ones.
            const isDue = isMore && isRenewing;
            isAdding = false;
            isRenewing = false;
            if (isDue) {
                renew();
            }
        }
        draw();
    }

    /** Whether what was read is of the filter that is shown. */
    function isOfFilter() {
        return readFor === JSON.stringify(filter());
    }

    /** Reads the latest page again; further pages would be lost to the reader, so that a line says instead that there are newer entries. */
    function renew() {
        if (isAdding) {
            isRenewing = true;
        } else if (entries.length <= PAGE) {
            read(false);
        } else if (!isBehind) {
            compare();
        }
    }

    /** Compares the latest entry with the first that is shown. */
    async function compare() {
        const of = JSON.stringify(filter());
        try {
            const { items } = await fetchEntries({ ...filter(), limit: 1 });
            if (of === readFor) {
                isBehind ||= items.length > 0 && Number(items[0].id) > Number(entries[0]?.id ?? 0);
                error = null;
            }
        } catch (refusal) {
            if (of === readFor) {
                error = refusal;
            }
        }
        draw();
    }

    const unlisten = listen(type => ['audit', 'resync', 'look'].includes(type) && renew());
    const slow = setInterval(() => pending === 0 && !document.hidden && performance.now() - answeredAt > (contact.state === 'live' ? EVERY : WITHOUT_EVENTS) && renew(), 1_000);
    read(false);

    function typed(name) {
        return event => {
            ask(name, event.target.value.trim());
            clearTimeout(typing);
            typing = setTimeout(() => read(false), 300);
        };
    }

    return {
        title: 'Audit',
        here: 'audit',
        view: () => html`${head('Audit', { sub: 'All commands: who, when, from where, and why.' })}
            <div class="tools">
                <label class="search"><span class="hidden-words">Of what: a job as group/name, a node, scheduler</span><input type="search" placeholder="Of what: a job, a node ( / )" .value=${asked('subject')} @input=${typed('subject')}></label>
                <label class="field small"><span>By</span><input type="text" placeholder="anybody" spellcheck="false" .value=${asked('actor')} @input=${typed('actor')}></label>
                <label class="field small"><span>Text</span><input type="text" placeholder="subject, action, reason" spellcheck="false" .value=${asked('q')} @input=${typed('q')}></label>
                <span class="pair"><label class="field small"><span>From</span><input type="date" .value=${asked('from')} @change=${typed('from')}></label>
                <label class="field small"><span>To</span><input type="date" .value=${asked('to')} @change=${typed('to')}></label></span>
                ${button('Export CSV', save, { kind: 'small' })}
            </div>
            ${error !== null && (entries.length === 0 || !isOfFilter()) ? failed(error, () => read(false))
                : entries.length === 0 ? (isRead ? empty('No entries.', Object.values(filter()).some(one => one !== '') ? 'Subjects and names have to match exactly; a text may be a part.' : 'Commands of operators are recorded here.') : nothing)
                : ofFilter(isOfFilter(), html`${old(error, readAt)}${isBehind ? html`<p class="note" role="status">There may be newer entries. ${button('Show them', () => read(false), { kind: 'small' })}</p>` : nothing}${auditList(entries)}<p class="more">${cursor ? button('Show earlier', () => read(true)) : html`<span class="soft num">${number(entries.length)} in all</span>`}</p>`)}`,
        stop: () => {
            unlisten();
            clearInterval(slow);
            clearTimeout(typing);
        },
    };
}
