// Settlement of a match by hand: a preview of what it would close, sell and pay, then the request.

import { change, get, jobPath, may } from './api.js';
import { done } from './command-parts.js';
import { correct } from './correction-commands.js';
import { ask } from './dialogs.js';
import { html, nothing } from '../shared/html.js';
import { toRun } from './route.js';
import { exactCoins, number } from './words.js';

const KINDS = [['FULL_TIME', 'at the prices of the whistle'], ['VOID', 'void it: what the match did to prices is taken back']];
const PARTS = [['longs', 'long positions'], ['shorts', 'short positions'], ['holdings', 'holdings']];

function previewWords(preview) {
    const parts = PARTS.filter(([name]) => preview[name].count > 0);
    return html`<p>${preview.words}</p>
        ${preview.allowed ? nothing : html`<div class="note warn">${preview.objection}.${preview.forceable ? ' Only an admin can request to settle it all the same.' : nothing}</div>`}
        ${parts.length === 0 ? nothing : html`<div class="table-box" tabindex="0" role="region" aria-label="What is settled, table"><table class="mini"><thead><tr><th>What</th><th class="r">Count</th><th class="r">Invested</th><th class="r">Paid</th></tr></thead>
            <tbody>${parts.map(([name, words]) => html`<tr><td>${words}</td><td class="r num">${number(preview[name].count)}</td><td class="r num">${exactCoins(preview[name].invested)}</td><td class="r num">${exactCoins(preview[name].paid)}</td></tr>`)}</tbody></table></div>`}`;
}

function title(match, kind) {
    return `${kind === 'VOID' ? 'Void' : 'Settle'} ${match.name}`;
}

/** Shows the effect of what this operator can't do. */
function explain(match, kind, preview) {
    ask({ title: title(match, kind), says: previewWords(preview), act: 'Done', isNotice: true, reasonless: true, submit: async () => null });
}

/** As the rules settle it: nobody has to approve. */
function request(match, kind, preview, after) {
    ask({
        title: title(match, kind),
        says: previewWords(preview),
        act: kind === 'VOID' ? 'Void' : 'Settle',
        danger: true,
        submit: async values => {
            const answer = await change('POST', jobPath('sportmonks/settle', '/trigger'), { reason: values.reason, parameters: { fixture: match.fixtureId, kind } });
            return done(after)(html`Requested as <a href=${toRun(answer.executionId)}>#${answer.executionId}</a>.${answer.waitsFor ? html` Waiting: ${answer.waitsFor}.` : nothing}`);
        },
    });
}

/** Asks how to settle a match, shows the effect, then requests it: against the rules as a correction, which another operator approves above a size. */
export function settleByHand(match, after) {
    ask({
        title: `Settle ${match.name} by hand`,
        says: html`<p>The next step shows what it would close, sell and pay. Nothing is settled before that.</p>`,
        fields: [{ name: 'kind', label: 'How', kind: 'choice', value: KINDS[0][0], required: true, options: KINDS }],
        act: 'Preview',
        reasonless: true,
        submit: async ({ kind }) => {
            const preview = await get(`/v1/ops/settlements/${encodeURIComponent(match.fixtureId)}/preview`, { kind });
            if (preview.allowed) {
                request(match, kind, preview, after);
            } else if (preview.forceable && may('admin')) {
                correct({ kind: kind === 'VOID' ? 'VOID_FIXTURE' : 'SETTLE_FIXTURE', fixtureId: match.fixtureId }, title(match, kind), after);
            } else {
                explain(match, kind, preview);
            }
        },
    });
}
