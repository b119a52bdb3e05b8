// An address that leads nowhere.

import { html } from '../html.js';
import { to } from '../route.js';

export function nowhere() {
    return {
        title: 'Not found',
        here: '',
        view: () => html`<div class="empty tall"><h1 tabindex="-1">Nothing is here</h1><p>The address is wrong, or what it showed is gone.</p><a class="button main" href=${to('/')}>To the matches</a></div>`,
        stop: () => {},
    };
}
