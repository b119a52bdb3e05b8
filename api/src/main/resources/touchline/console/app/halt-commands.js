// Halts of trading: what they stop, in words, and the commands.

import { change } from './api.js';
import { done, HOW_LONG, HOW_LONG_EXACTLY, until } from './command-parts.js';
import { ask } from './dialogs.js';
import { html } from '../shared/html.js';
import { nameOf } from './players.js';

const HALTED = { BUYING: 'Buying is', CLOSE_ONLY: 'Buying and opening are', EVERYTHING: 'Trading is' };

/** What a halt stops, and where. */
export function haltWords(halt) {
    return `${HALTED[halt.mode] ?? `${halt.mode} is`} halted: ${scopeWords(halt.scope)}`;
}

/** What is halted, in words. */
export function scopeWords(scope) {
    const [kind, id] = scope.split(':');
    return kind === 'market' ? 'the whole market' : kind === 'fixture' ? `match ${id}` : kind === 'instrument' ? nameOf(id, `player ${id}`) : `team ${id}`;
}

/** Halts trading in a scope, which may be changed in the dialog. */
export function haltTrading(scope, name, after) {
    ask({
        title: `Halt ${name}`,
        says: html`<p>Clients see the reason at once. Stop-losses, take-profits, wash-outs and settlements go on.</p>`,
        fields: [
            { name: 'scope', label: 'What', kind: 'text', value: scope, required: true, help: 'market, fixture:ID, team:ID or instrument:ID' },
            { name: 'mode', label: 'Stops', kind: 'choice', value: 'CLOSE_ONLY', required: true, options: [['BUYING', 'buying and longs'], ['CLOSE_ONLY', 'buying and openings'], ['EVERYTHING', 'everything that users ask for']] },
            { ...HOW_LONG, help: 'The halt ends by itself.', options: HOW_LONG.options.map(([key, text]) => [key, key === '' ? 'until lifted' : text]), required: false },
            HOW_LONG_EXACTLY,
        ],
        act: 'Halt',
        danger: true,
        submit: async values => {
            const halt = await change('POST', '/v1/ops/halts', { scope: values.scope.trim(), mode: values.mode, until: until(values), reason: values.reason });
            return done(after)(`${haltWords(halt)}.`);
        },
    });
}

/** Lifts a halt. */
export function liftHalt(halt, after) {
    ask({
        title: `Lift the halt of ${scopeWords(halt.scope)}`,
        says: html`<p>It was halted by ${halt.by}: “${halt.reason}”. Trading resumes at once.</p>`,
        act: 'Lift',
        submit: async values => {
            await change('POST', `/v1/ops/halts/${encodeURIComponent(halt.id)}/lift`, { reason: values.reason });
            return done(after)('The halt is lifted.');
        },
    });
}
