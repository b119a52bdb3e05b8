// The log-in; afterwards the requested screen is shown.

import { logIn as send } from '../api.js';
import { draw } from '../draw.js';
import { html, nothing } from '../html.js';
import { place } from '../route.js';

export function logIn() {
    let trouble = null;
    let busy = false;
    let waitUntil = 0;

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
            await send(form.user.value.trim(), form.password.value);
        } catch (refusal) {
            trouble = refusal.errors?.length > 0 ? 'Give your name and your password.' : refusal.message;
            if (refusal.retryAfter) {
                waitUntil = Date.now() + Number(refusal.retryAfter) * 1_000;
            }
            form.password.value = '';
            form.password.focus();
        }
        busy = false;
        draw();
    }

    return {
        view: () => html`<main class="entry">
            <form @submit=${submit}>
                <h1 class="brand">Touchline</h1>
                <p class="soft">Operators’ console. ${place().parts.length > 0 ? 'Log in to continue.' : 'Log in to see and control the jobs.'}</p>
                <label class="field"><span>Name</span><input name="user" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
                <label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" required></label>
                ${trouble === null ? nothing : html`<p class="note bad" role="alert">${trouble}</p>`}
                <button class="button primary" ?disabled=${busy || waitUntil > Date.now()}>${busy ? 'Logging in …' : waitUntil > Date.now() ? html`Wait <span class="num">${Math.ceil((waitUntil - Date.now()) / 1_000)} s</span>` : 'Log in'}</button>
            </form>
        </main>`,
        stop: () => {},
    };
}
