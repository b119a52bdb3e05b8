// The one library: templates whose values are always put in as text, never as markup.

export { html, svg, nothing, render } from '../lib/lit-html.js';
export { repeat } from '../lib/directives/repeat.js';
export { live } from '../lib/directives/live.js';
