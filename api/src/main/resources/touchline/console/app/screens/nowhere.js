// Page not found.

import { html } from '../../shared/html.js';
import { empty, head } from '../parts.js';
import { to } from '../../shared/route.js';

export function nowhere() {
    return {
        title: 'Page not found',
        here: null,
        view: () => html`${head('Page not found')}${empty('No page has this address.', html`<a href=${to('')}>Overview</a>`)}`,
        stop: () => {},
    };
}
