// The one library: templates whose values are always inserted as text, never as markup.

export { html, svg, nothing, render } from '../lib/lit-html.js';
export { live } from '../lib/directives/live.js';
