// A little of Markdown: `code` and **bold**.

import { html } from '../../console/shared/html.js';

/** A text with its marks. */
export function words(text) {
    return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map(part => {
        if (part.startsWith('`')) {
            return html`<code>${part.slice(1, -1)}</code>`;
        }
        return part.startsWith('**') ? html`<b>${part.slice(2, -2)}</b>` : part;
    });
}
