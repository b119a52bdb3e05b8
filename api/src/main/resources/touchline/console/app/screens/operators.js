// Operators: who may log in, with which role, and when they last did.

import { get, may, session } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { changeRole, createOperator, disableOperator, enableOperator, endOperatorSessions, resetPassword, resetSecondFactor } from '../operator-commands.js';
import { button, empty, from, head, relative, section, state, tag } from '../parts.js';
import { Source } from '../source.js';

const STATES = {
    ACTIVE: ['SUCCEEDED', 'active'],
    ONE_TIME: ['RUNNING', 'one-time password'],
    EXPIRED: ['FAILED', 'password expired'],
    DISABLED: ['SKIPPED', 'disabled'],
    WAITING: ['PAUSED', 'waits to be enabled'],
};

function commands(one, after) {
    const small = (text, act) => button(text, act, { kind: 'small', label: `${text}: ${one.name}` });
    return html`${one.source === 'FILE' ? nothing : html`${one.source === 'PROVIDER' ? nothing : html`${small('Role', () => changeRole(one, after))}${small('Reset password', () => resetPassword(one, after))}`}${one.state === 'DISABLED' || one.state === 'WAITING'
        ? small('Enable', () => enableOperator(one, after)) : small('Disable', () => disableOperator(one, after))}`}${one.secondFactor && one.name !== session.user ? small('Reset second factor', () => resetSecondFactor(one, after)) : nothing}${one.sessions > 0 ? small('End sessions', () => endOperatorSessions(one, after)) : nothing}`;
}

function table(list, after) {
    return html`<div class="table-box" tabindex="0" role="region" aria-label="Operators, table"><table class="mini stacked"><thead><tr><th>Name</th><th>Role</th><th>State</th><th>Created</th><th>Last log-in</th><th class="r">Sessions</th><th><span class="hidden-words">Commands</span></th></tr></thead>
        <tbody>${list.map(one => html`<tr><td><b>${one.name}</b>${one.name === session.user ? html` ${tag('you')}` : nothing}</td><td>${one.role}${one.secondFactor ? html` ${tag('2FA', 'A code is needed to log in')}` : nothing}</td>
            <td>${state(...STATES[one.state])}${one.oneTimeUntil && one.state === 'ONE_TIME' ? html` <span class="soft">expires ${relative(one.oneTimeUntil)}</span>` : nothing}</td>
            <td data-label="Created">${one.source === 'FILE' ? html`<span class="soft">operators’ file</span>` : one.source === 'PROVIDER' ? html`${relative(one.created.at)} <span class="soft">by the provider</span>` : html`${relative(one.created.at)} <span class="soft">by ${one.created.by}</span>`}</td>
            <td data-label="Last log-in">${one.lastLogIn ? html`${relative(one.lastLogIn.at)} <span class="soft num">from ${one.lastLogIn.from}</span>` : html`<span class="faint">never</span>`}</td>
            <td class="r num" data-label="Sessions">${one.sessions}</td><td class="commands-cell">${commands(one, after)}</td></tr>`)}</tbody></table></div>`;
}

export function operators() {
    const isAdmin = may('admin');
    const list = isAdmin ? new Source(() => get('/v1/ops/operators'), { on: type => type === 'audit', every: 10_000 }) : null;
    const after = () => list.read();
    return {
        title: 'Operators',
        here: 'operators',
        view: () => html`${head('Operators', { sub: 'Those of the operators’ file are changed with the command ‘touchline operator’.', commands: isAdmin ? button('Create operator', () => createOperator(after)) : nothing })}
            ${isAdmin ? from(list, ({ items }) => section('All', table(items, after))) : empty('Only admins see the operators.')}`,
        stop: () => list?.stop(),
    };
}
