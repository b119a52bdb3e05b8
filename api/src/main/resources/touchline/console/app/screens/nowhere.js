// Where no screen is.

import { html } from '../html.js';
import { empty, head } from '../parts.js';

export function nowhere() {
    return {
        title: 'Nowhere',
        here: null,
        view: () => html`${head('There is no such place')}${empty('The address leads nowhere.', html`<a href="/console">To the overview</a>`)}`,
        stop: () => {},
    };
}
