// The log-in; afterwards the requested screen is shown.

import { logIn as send } from '../api.js';
import { draw } from '../draw.js';
import { html, nothing } from '../html.js';
import { place } from '../route.js';

export function logIn() {
    let trouble = null;
    let busy = false;
    let waitUntil = 0;
    let isOneTime = false;
    let needsCode = false;

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
                <p class="soft">Operators’ console. ${place().parts.length > 0 ? 'Log in to continue.' : 'Log in to see and control the jobs.'}</p>
                <label class="field"><span>Name</span><input name="user" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
                <label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" required></label>
                ${needsCode ? html`<label class="field"><span>Code</span><input name="code" type="text" inputmode="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" required><small class="soft">Of your authenticator app, or a recovery code</small></label>` : nothing}
                ${isOneTime ? html`<p class="note warn" role="status">This password is good for one log-in. Choose your own.</p>
                <label class="field"><span>New password</span><input name="fresh" type="password" autocomplete="new-password" minlength="12" maxlength="128" required><small class="soft">12 to 128 characters</small></label>` : nothing}
                ${trouble === null ? nothing : html`<p class="note bad" role="alert">${trouble}</p>`}
                <button class="button primary" ?disabled=${busy || waitUntil > Date.now()}>${busy ? 'Logging in …' : waitUntil > Date.now() ? html`Wait <span class="num">${Math.ceil((waitUntil - Date.now()) / 1_000)} s</span>` : 'Log in'}</button>
            </form>
        </main>`,
        stop: () => {},
    };
}
