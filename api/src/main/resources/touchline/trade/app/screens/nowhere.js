// An address that leads nowhere, and a screen that fails.

import { html } from '../../shared/html.js';
import { to } from '../../shared/route.js';

/** In place of a screen that can't be drawn. */
export function broken() {
    return html`<div class="empty tall"><h1 tabindex="-1">This can’t be shown</h1><p>The page and the market may be of different versions. Load the page again.</p><button class="button main" @click=${() => location.reload()}>Load again</button></div>`;
}

export function nowhere() {
    return {
        title: 'Not found',
        here: '',
        view: () => html`<div class="empty tall"><h1 tabindex="-1">Nothing is here</h1><p>The address is wrong, or what it showed is gone.</p><a class="button main" href=${to('/')}>To the matches</a></div>`,
        stop: () => {},
    };
}
