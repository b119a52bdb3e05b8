// Closes all open positions, after a second press.

import { account } from './account.js';
import { change } from './api.js';
import { draw } from '../shared/draw.js';
import { html, nothing } from '../shared/html.js';
import { contact } from './stream.js';
import { toast } from './toasts.js';
import { queue } from './waiting.js';
import { problemWords } from './words.js';

const PATIENCE = 5_000;
let isAsked = false;
let isBusy = false;
let timer = null;

export function closeAllButton(count) {
    return count < 2 ? nothing : html`<button class="button small ${isAsked ? 'main' : ''}" ?disabled=${isBusy || contact.state === 'lost'} @click=${isAsked ? event => event.detail < 2 && closeAll() : () => wonder(true)}>${isBusy ? 'Closing …' : isAsked ? `Close all ${count} now` : 'Close all'}</button>`;
}

function wonder(asked) {
    clearTimeout(timer);
    isAsked = asked;
    timer = asked ? setTimeout(() => wonder(false), PATIENCE) : null;
    draw();
}

async function closeAll() {
    wonder(false);
    isBusy = true;
    draw();
    try {
        const { items } = (await change('POST', '/v1/positions/close', {})).body;
        const waits = items.filter(one => one.pending !== null);
        waits.forEach(one => queue({ id: one.id, requestId: one.pending.requestId, kind: 'close', instrumentId: account.positions?.value?.find(each => each.id === one.id)?.instrumentId, label: 'Close position' }, one.pending.executeAt));
        const refused = items.filter(one => one.problem !== null && one.problem.type !== 'position-closed');
        const parts = [[items.filter(one => one.position !== null).length, 'closed'], [waits.length, 'waiting'], [refused.length, 'not closed']].filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
        toast({ title: parts.length === 0 ? 'Nothing was open' : `Positions: ${parts.join(', ')}`, text: refused.length === 0 ? '' : problemWords(refused[0].problem).title, tone: refused.length === 0 ? 'good' : 'bad' });
    } catch (problem) {
        toast({ ...problemWords(problem), tone: 'bad' });
    }
    isBusy = false;
    draw();
}
