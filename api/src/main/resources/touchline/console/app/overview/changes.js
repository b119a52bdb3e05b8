// What has changed recently.

import { html, nothing } from '../../shared/html.js';
import { empty, from, jobLink, nodeLink, relative, runLink, tag, time } from '../parts.js';
import { to } from '../../shared/route.js';
import { deed, number, plain, span } from '../words.js';

const CHANGES = 12;

/** Equal changes become one line: the latest of them, how many, and since when. */
function together(list) {
    const kinds = new Map();
    list.forEach(one => {
        const known = kinds.get(one.kind);
        if (one.kind !== undefined && known !== undefined) {
            known.times += 1;
            known.first = one.at;
        } else {
            kinds.set(one.kind ?? Symbol(one.at), { ...one, times: 1, first: one.at });
        }
    });
    return [...kinds.values()];
}

/** Commands of operators, starts and ends of nodes, and failed runs, the latest first. */
export function recentChanges(sources) {
    const value = name => sources[name].value;
    const list = [];
    // Starts and ends of nodes are listed from the cluster.
    (value('audit')?.items ?? []).filter(entry => !entry.action.startsWith('node-')).forEach(entry => list.push({
        at: entry.at, kind: `deed ${entry.actor} ${entry.action} ${entry.subject} ${entry.reason}`, isCut: Boolean(value('audit').nextCursor), loud: '', words: html`<b>${entry.actor}</b> ${deed(entry.action)} ${subject(entry.subject)}`, more: entry.reason ? `“${entry.reason}”` : nothing,
    }));
    (value('cluster')?.nodes ?? []).forEach(node => {
        list.push({ at: node.startedAt, loud: '', words: html`Node ${nodeLink(node.id)} started`, more: `version ${node.version}` });
        if (node.endedAt) {
            list.push({ at: node.endedAt, loud: node.state === 'DEAD' ? 'warn' : '', words: html`Node ${nodeLink(node.id)} ${node.state === 'DEAD' ? 'died' : 'stopped'}`, more: node.foundDeadBy ? `found by ${node.foundDeadBy}` : nothing });
        }
    });
    (value('bad')?.items ?? []).forEach(run => list.push({
        at: run.finishedAt ?? run.scheduledAt, kind: `run ${run.job} ${run.outcome} ${alike(run.error ?? run.reason)}`, isCut: Boolean(value('bad').nextCursor), loud: 'bad', words: html`${jobLink(run.job)} ${runLink(run.id)} ${plain(run.outcome)}`, more: run.error ?? run.reason ?? nothing,
    }));
    (value('settlements')?.items ?? []).filter(one => one.settledAt).forEach(one => list.push({
        at: one.settledAt, loud: '', words: html`<a href=${to(`/settlements/${one.fixtureId}`)}>${one.name}</a> was settled`, more: `in ${span(Date.parse(one.settledAt) - Date.parse(one.requestedAt))}`,
    }));
    const shown = together(list.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))).slice(0, CHANGES);
    if (shown.length === 0 && sources.audit.value === null) {
        return from(sources.audit, () => nothing);
    }
    return shown.length === 0
        ? empty('No changes yet.', 'Commands of operators, starts and stops of nodes, and failed runs are listed here.')
        : html`<ol class="changes">${shown.map(one => html`<li class=${one.loud}><span class="changes-when">${relative(one.at)}</span><span class="changes-what">${one.words}${one.times > 1 ? html` ${tag(`${one.isCut ? 'at least ' : ''}${number(one.times)} times`, 'the latest is linked')} <span class="soft">since ${time(one.first)}</span>` : nothing}${one.more === nothing ? nothing : html` <span class="soft">${one.more}</span>`}</span></li>`)}</ol>`;
}

/** The first line of an error without its numbers: attempts at the same differ in ids and milliseconds. */
function alike(error) {
    return String(error ?? '').split('\n', 1)[0].replace(/\d+/g, '#');
}

function subject(text) {
    return /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(text) && !text.startsWith('alert/') ? jobLink(text) : text === 'scheduler' ? 'everything' : text;
}
