// Hand-over drills: what other nodes took over from a drained one, and how long it took against what the settings predict.

import { get } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { empty, facts, from, head, jobLink, relative, section, tag, wholeTime } from '../parts.js';
import { legend } from '../plot.js';
import { to } from '../../shared/route.js';
import { Source } from '../source.js';
import { count, span } from '../words.js';

function late(one) {
    return one.tookMs === null || one.tookMs > one.predictedMs;
}

/** In a sentence. */
function verdict(drill) {
    const missing = drill.takeOvers.filter(one => one.tookMs === null).length;
    const slow = drill.takeOvers.filter(one => one.tookMs !== null && late(one)).length;
    if (drill.takeOvers.length === 0) {
        return 'Nothing was to be taken over: no other node could, or nothing was due within two minutes.';
    }
    if (drill.endedAt === null) {
        return `Under way: ${missing} of ${count(drill.takeOvers.length, 'take-over')} to come.`;
    }
    return missing > 0 ? `${count(missing, 'take-over')} did not happen within three minutes.` : slow > 0 ? `All taken over, ${slow} later than predicted.` : 'All taken over as predicted.';
}

function bars(list) {
    const most = Math.max(1, ...list.map(one => Math.max(one.predictedMs, one.tookMs ?? 0)));
    const part = value => `${(100 * value) / most}%`;
    return html`${legend([['on', 'took'], ['bad', 'took longer than predicted']])}<ol class="risks drill">${list.map(one => html`<li>
        <span class="clip">${one.kind === 'JOB' ? jobLink(one.subject) : html`<b>${one.subject}</b>`}${one.kind === 'SERVICE' ? tag('service') : nothing}</span>
        <span class="risk-track" role="img" aria-label=${one.tookMs === null ? `not taken over, predicted within ${span(one.predictedMs)}` : `took ${span(one.tookMs)}, predicted within ${span(one.predictedMs)}`}><i class=${late(one) ? 'risk-shorts' : 'risk-spot'} .style=${`width:${part(one.tookMs ?? 0)}`}></i><b .style=${`left:${part(one.predictedMs)}`}></b></span>
        <span class="num r ${late(one) ? 'bad' : ''}">${one.tookMs === null ? 'not yet' : span(one.tookMs)} <small>of ${span(one.predictedMs)}${one.takenBy ? `, by ${one.takenBy}` : ''}</small></span></li>`)}</ol>
        <p class="soft">The lines mark what is predicted: the next time of a job and the second in which nodes look for it, or the pause of a service’s standby.</p>`;
}

function report(id) {
    const source = new Source(() => get(`/v1/ops/drills/${encodeURIComponent(id)}`), { every: 2_000, gap: 1_000 });
    return {
        title: 'Drill',
        here: 'cluster',
        view: () => html`${head(source.value ? `Drill of ${source.value.node}` : 'Drill', { before: html`<p class="crumb"><a href=${to('/drills')}>Hand-over drills</a></p>`, sub: source.value ? verdict(source.value) : nothing })}
            ${from(source, one => html`${section('Drill', facts([['Started', html`${wholeTime(one.startedAt)} by ${one.by}`], ['Reason', one.reason], ['Ended', one.endedAt === null ? 'under way' : html`${wholeTime(one.endedAt)}, the node works again`]]))}
                ${section('Take-overs', one.takeOvers.length === 0 ? empty('None.') : bars(one.takeOvers))}`)}`,
        stop: () => source.stop(),
    };
}

export function drills(id) {
    if (id) {
        return report(id);
    }
    const source = new Source(() => get('/v1/ops/drills', { limit: 50 }), { every: 5_000 });
    return {
        title: 'Drills',
        here: 'cluster',
        view: () => html`${head('Hand-over drills', { before: html`<p class="crumb"><a href=${to('/cluster')}>Cluster</a></p>`, sub: 'Start one at a node of the cluster. The reports are kept.' })}
            ${from(source, ({ items }) => (items.length === 0 ? empty('No drill yet.') : html`<ol class="plain-list drills">${items.map(one => html`<li><a class="name" href=${to(`/drills/${one.id}`)}>${one.node}</a> ${relative(one.startedAt)} by ${one.by}: ${verdict(one)} <span class="soft">${one.reason}</span></li>`)}</ol>`))}`,
        stop: () => source.stop(),
    };
}
