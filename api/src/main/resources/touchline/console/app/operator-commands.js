// Commands to operators: create, change of the role, disable, new password, end of sessions.

import { change } from './api.js';
import { done } from './command-parts.js';
import { ask } from './dialogs.js';
import { html } from '../shared/html.js';

const ROLES = [['viewer', 'viewer'], ['operator', 'operator'], ['admin', 'admin']];
const PASSWORD = { name: 'password', label: 'Password', kind: 'password', required: false, help: 'Without one, a one-time password is generated. It has to be replaced within 72 hours.' };

function path(operator, rest) {
    return `/v1/ops/operators/${encodeURIComponent(operator.name)}/${rest}`;
}

/** Shows a generated password until it is closed; null for a password that the admin chose. */
function showPassword(name, password) {
    if (password === null) {
        return `The password of ${name} is set.`;
    }
    ask({
        title: `One-time password of ${name}`,
        says: html`<p>Copy it now: it is not shown again. ${name} replaces it at the next log-in, within 72 hours.</p><p class="secret"><code>${password}</code></p>`,
        act: 'Done',
        reasonless: true,
        isNotice: true,
        submit: () => null,
    });
    return null;
}

/** Creates an operator. */
export function createOperator(after) {
    ask({
        title: 'Create an operator',
        says: html`<p>The operator can log in at every node at once.</p>`,
        fields: [
            { name: 'name', label: 'Name', kind: 'text', required: true, help: 'Small letters, digits and . _ @ -' },
            { name: 'role', label: 'Role', kind: 'choice', value: 'viewer', options: ROLES },
            PASSWORD,
        ],
        act: 'Create',
        submit: async values => {
            const answer = await change('POST', '/v1/ops/operators', { name: values.name.trim(), role: values.role, password: values.password || undefined, reason: values.reason });
            return done(after)(showPassword(answer.operator.name, answer.password));
        },
    });
}

/** Gives an operator another role. */
export function changeRole(operator, after) {
    ask({
        title: `Change the role of ${operator.name}`,
        says: html`<p>The operator’s sessions end; a new log-in has the new role.</p>`,
        fields: [{ name: 'role', label: 'Role', kind: 'choice', value: operator.role, options: ROLES }],
        act: 'Change',
        submit: async values => {
            await change('POST', path(operator, 'role'), { role: values.role, reason: values.reason });
            return done(after)(`${operator.name} is ${values.role}.`);
        },
    });
}

/** Replaces a password. */
export function resetPassword(operator, after) {
    ask({
        title: `Reset the password of ${operator.name}`,
        says: html`<p>The operator’s sessions end, and the old password is refused.</p>`,
        fields: [PASSWORD],
        act: 'Reset',
        danger: true,
        submit: async values => {
            const answer = await change('POST', path(operator, 'reset-password'), { password: values.password || undefined, reason: values.reason });
            return done(after)(showPassword(operator.name, answer.password));
        },
    });
}

function simple(operator, what, { title, says, act, danger, said }, after) {
    ask({
        title,
        says: html`<p>${says}</p>`,
        act,
        danger,
        submit: async values => {
            await change('POST', path(operator, what), { reason: values.reason });
            return done(after)(said);
        },
    });
}

/** Disables an operator. */
export function disableOperator(operator, after) {
    simple(operator, 'disable', { title: `Disable ${operator.name}`, says: 'The operator’s sessions end, and no log-in is possible until somebody enables the operator.', act: 'Disable', danger: true, said: `${operator.name} is disabled.` }, after);
}

/** Enables an operator. */
export function enableOperator(operator, after) {
    simple(operator, 'enable', { title: `Enable ${operator.name}`, says: operator.state === 'WAITING' ? `The provider names this person, with the role ${operator.role}. Make sure that they don’t have another account here: one person must not be two operators.` : operator.source === 'PROVIDER' ? 'The operator can log in by the provider again.' : 'The operator can log in again, with the password of before.', act: 'Enable', said: `${operator.name} is enabled.` }, after);
}

/** Ends all sessions of an operator. */
export function endOperatorSessions(operator, after) {
    simple(operator, 'end-sessions', { title: `End the sessions of ${operator.name}`, says: 'The operator is logged out on every node, and can log in again.', act: 'End sessions', danger: true, said: 'The sessions are ended.' }, after);
}

/** Turns the second factor of another operator off. */
export function resetSecondFactor(operator, after) {
    simple(operator, 'reset-totp', { title: `Reset the second factor of ${operator.name}`, says: 'For operators who lost their app and their recovery codes: the sessions end, and the password alone is sufficient again.', act: 'Reset', danger: true, said: 'The second factor is off.' }, after);
}

/** Turns one's own second factor on: a secret, a first code, then the recovery codes. */
export function turnOnSecondFactor(after) {
    ask({
        title: 'Turn on the second factor',
        says: html`<p>You need an authenticator app. From the next log-in on you are asked for its code.</p>`,
        fields: [{ name: 'password', label: 'Your password', kind: 'password', required: true }],
        act: 'Continue',
        reasonless: true,
        submit: async values => {
            const { secret, uri } = await change('POST', '/v1/ops/session/totp', { password: values.password });
            confirmSecondFactor(secret, uri, after);
            return null;
        },
    });
}

function confirmSecondFactor(secret, uri, after) {
    ask({
        title: 'Enter the secret into your app',
        says: html`<p>It is not shown again. On a phone, <a href=${uri}>open it in the app</a>.</p><p class="secret"><code>${secret}</code></p>`,
        fields: [{ name: 'code', label: 'Code that the app shows', kind: 'text', required: true }],
        act: 'Turn on',
        reasonless: true,
        submit: async values => {
            const { recoveryCodes } = await change('POST', '/v1/ops/session/totp/confirm', { code: values.code });
            ask({
                title: 'Recovery codes',
                says: html`<p>Keep them where your phone is not. Each replaces the app once; they are not shown again.</p><p class="secret">${recoveryCodes.map(code => html`<code>${code}</code><br>`)}</p>`,
                act: 'Done',
                reasonless: true,
                isNotice: true,
                submit: () => null,
            });
            return done(after)(null);
        },
    });
}

/** Turns one's own second factor off. */
export function turnOffSecondFactor(after) {
    ask({
        title: 'Turn off the second factor',
        says: html`<p>The password alone is sufficient again, and the recovery codes end.</p>`,
        fields: [{ name: 'password', label: 'Your password', kind: 'password', required: true }, { name: 'code', label: 'Code of the app, or a recovery code', kind: 'text', required: true }],
        act: 'Turn off',
        danger: true,
        reasonless: true,
        submit: async values => {
            await change('POST', '/v1/ops/session/totp/remove', { password: values.password, code: values.code });
            return done(after)('The second factor is off.');
        },
    });
}
