// The log-in; afterwards the requested screen is shown.

import { get, logIn as send } from '../api.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { remember, returnTo } from '../route.js';
import { asked, place, to } from '../../shared/route.js';

/** Why a log-in by the provider failed. */
const REFUSED = {
    expired: 'The log-in took too long, or began in another browser. Try again.',
    cancelled: 'The provider did not log you in.',
    'too-many': 'There were too many log-ins from your network. Try again in a minute.',
    unavailable: 'The provider does not answer. Try again, or log in with a password.',
    'invalid-token': 'The provider’s answer is not valid. Tell an admin.',
    'no-name': 'The provider does not tell your name. Tell an admin.',
    'no-role': 'None of your groups has a role here. Ask an admin for one.',
    'name-taken': 'Another operator has your name. Tell an admin.',
    disabled: 'You are disabled here. Ask an admin.',
    waiting: 'Your account is new here: an admin has to enable this account. Then log in again.',
};

export function logIn() {
    let trouble = asked('oidc') === '' ? null : REFUSED[asked('oidc')] ?? 'The log-in failed.';
    let provider = null;
    let busy = false;
    let waitUntil = 0;
    let isOneTime = false;
    let needsCode = false;

    if (trouble !== null) {
        returnTo();
    }
    get('/v1/ops/session/oidc').then(found => {
        provider = found;
        draw();
    }).catch(() => {}); // a node of an older version knows none

    async function submit(event) {
        event.preventDefault();
        const form = event.target;
        if (busy) {
            return;
        }
        busy = true;
        trouble = null;
        draw();
        try {
            await send(form.user.value.trim(), form.password.value, { newPassword: isOneTime ? form.fresh.value : undefined, code: needsCode ? form.code.value : undefined });
        } catch (refusal) {
            if (refusal.reason === 'password-change-required') {
                isOneTime = true;
                busy = false;
                draw();
                form.fresh.focus();
                return;
            }
            if (refusal.reason === 'code-required') {
                needsCode = true;
                busy = false;
                draw();
                form.code.focus();
                return;
            }
            trouble = refused(refusal);
            if (refusal.retryAfter) {
                waitUntil = Date.now() + Number(refusal.retryAfter) * 1_000;
            }
            if (refusal.reason === 'code-wrong') {
                form.code.value = '';
                form.code.focus();
            } else if (!isOneTime || refusal.status !== 422) {
                form.password.value = '';
                form.password.focus();
            }
        }
        busy = false;
        draw();
    }

    function refused(refusal) {
        const fresh = refusal.errors?.find(error => error.field === 'newPassword');
        return fresh ? `The new password ${fresh.message}.` : refusal.errors?.length > 0 ? 'Give your name and your password.' : refusal.message;
    }

    return {
        view: () => html`<main class="entry">
            <form @submit=${submit}>
                <h1 class="brand">Touchline</h1>
                <p class="soft">Operators’ console. ${place().length > 0 ? 'Log in to continue.' : 'Log in to see and control jobs and the market.'}</p>
                <label class="field"><span>Name</span><input name="user" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
                <label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" required></label>
                ${needsCode ? html`<label class="field"><span>Code</span><input name="code" type="text" inputmode="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" required><small class="soft">Of your authenticator app, or a recovery code</small></label>` : nothing}
                ${isOneTime ? html`<p class="note warn" role="status">This password is good for one log-in. Choose your own.</p>
                <label class="field"><span>New password</span><input name="fresh" type="password" autocomplete="new-password" minlength="12" maxlength="128" required><small class="soft">12 to 128 characters</small></label>` : nothing}
                ${trouble === null ? nothing : html`<p class="note bad" role="alert">${trouble}</p>`}
                <button class="button primary" ?disabled=${busy || waitUntil > Date.now()}>${busy ? 'Logging in …' : waitUntil > Date.now() ? html`Wait <span class="num">${Math.ceil((waitUntil - Date.now()) / 1_000)} s</span>` : 'Log in'}</button>
                ${provider === null ? nothing : html`<a class="button" rel="external" href=${to('/oidc/start')} @click=${remember}>Log in with ${provider.label}</a>`}
            </form>
        </main>`,
        stop: () => {},
    };
}
