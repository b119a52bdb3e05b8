// Where no screen is.

import { html } from '../html.js';
import { empty, head } from '../parts.js';
import { to } from '../route.js';

export function nowhere() {
    return {
        title: 'Nowhere',
        here: null,
        view: () => html`${head('There is no such place')}${empty('The address leads nowhere.', html`<a href=${to('')}>To the overview</a>`)}`,
        stop: () => {},
    };
}
