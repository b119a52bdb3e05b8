// Icons, drawn by hand on a grid of 20.

import { svg, html } from '../shared/html.js';

const SHAPES = {
    overview: svg`<path d="M3 10.5 10 4l7 6.5M5 9v7h10V9"/>`,
    jobs: svg`<path d="M4 5h12M4 10h12M4 15h8"/>`,
    executions: svg`<path d="M3 10h3l2-5 4 10 2-5h3"/>`,
    timeline: svg`<path d="M3 5h7M7 10h8M5 15h6"/>`,
    past: svg`<path d="M4.5 10a5.5 5.5 0 1 0 1.700-4M5 3v3.500h3.500M10 7v3.500l2 1.500"/>`,
    trends: svg`<path d="M3.500 4v12.500H17M6.500 13V9.500M10 13V6M13.500 13V8"/>`,
    cluster: svg`<rect x="3.5" y="4" width="13" height="5" rx="1"/><rect x="3.5" y="11" width="13" height="5" rx="1"/><path d="M6.5 6.5h.01M6.5 13.5h.01"/>`,
    services: svg`<circle cx="10" cy="10" r="2.5"/><path d="M10 3.5v2M10 14.5v2M3.5 10h2M14.5 10h2M5.4 5.4l1.4 1.4M13.2 13.2l1.4 1.4M14.6 5.4l-1.4 1.4M6.8 13.2l-1.4 1.4"/>`,
    surveillance: svg`<path d="M2.500 10S5.500 5 10 5s7.500 5 7.500 5-3 5-7.500 5-7.500-5-7.500-5Z"/><circle cx="10" cy="10" r="2"/>`,
    corrections: svg`<path d="M4 16l1-4 8-8 3 3-8 8zM11 6l3 3"/>`,
    settlements: svg`<path d="m4 10.5 4 4 8-9"/>`,
    market: svg`<path d="M3 14.5 8 9l3 3 6-7M12.5 5H17v4.5"/>`,
    customers: svg`<circle cx="10" cy="7" r="3"/><path d="M4 16.500c.5-3.500 3-5 6-5s5.500 1.500 6 5"/>`,
    exposure: svg`<path d="M10 3.500 17 16H3zM10 8v3.500M10 13.800h.01"/>`,
    operators: svg`<circle cx="7.500" cy="7" r="2.500"/><path d="M3 15.500c.3-3 2-4.500 4.500-4.500s4.200 1.500 4.500 4.500M13 5.200a2.300 2.300 0 0 1 0 4.300M14.200 11.700c1.700.5 2.600 1.800 2.800 3.800"/>`,
    audit: svg`<path d="M6 3.5h8a1 1 0 0 1 1 1v12l-2.5-1.5L10 16.500l-2.5-1.500L5 16.500v-12a1 1 0 0 1 1-1ZM8 7.500h4M8 10.500h4"/>`,
    alerts: svg`<path d="M10 3.500a4.5 4.5 0 0 1 4.5 4.500c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5A4.5 4.5 0 0 1 10 3.500ZM8.5 16h3"/>`,
    run: svg`<path d="M6.5 4.500v11l9-5.500z"/>`,
    pause: svg`<path d="M7 5v10M13 5v10"/>`,
    resume: svg`<path d="M5 5v10M9 5l7 5-7 5z"/>`,
    interrupt: svg`<rect x="5.5" y="5.5" width="9" height="9" rx="1"/>`,
    schedule: svg`<circle cx="10" cy="10" r="6.5"/><path d="M10 6v4l2.5 2"/>`,
    restart: svg`<path d="M15.5 10a5.5 5.5 0 1 1-1.700-4M15 3v3.500h-3.5"/>`,
    search: svg`<circle cx="9" cy="9" r="5"/><path d="m13 13 4 4"/>`,
    sun: svg`<circle cx="10" cy="10" r="3.5"/><path d="M10 2.500v2M10 15.500v2M2.5 10h2M15.5 10h2M4.700 4.700l1.400 1.400M13.900 13.900l1.400 1.400M15.300 4.700l-1.400 1.400M6.100 13.900l-1.400 1.400"/>`,
    moon: svg`<path d="M16 11.500A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.500Z"/>`,
    menu: svg`<path d="M3.5 6h13M3.5 10h13M3.5 14h13"/>`,
    close: svg`<path d="m5 5 10 10M15 5 5 15"/>`,
    out: svg`<path d="M8 4H5v12h3M9 10h8M14 7l3 3-3 3"/>`,
    next: svg`<path d="m8 5 5 5-5 5"/>`,
    frozen: svg`<path d="M10 3v14M4 6.500l12 7M16 6.500l-12 7"/>`,
};

/** An icon; its meaning is the text beside it or the label of its button. */
export function icon(name) {
    return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
}
