// Icons, as strokes on a grid of 24.

import { svg } from '../shared/html.js';

const PATHS = {
    ball: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 8l3.8 2.8-1.5 4.4H9.700l-1.500-4.400z M12 8V3.200M15.800 10.800l4.600-1.500M14.300 15.200l2.800 3.900M9.700 15.200l-2.800 3.900M8.200 10.800 3.600 9.300',
    people: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M17.500 14.300c2.300.7 3.700 2.600 4 5.700',
    wallet: 'M4 7.500h14.500a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5.500a2 2 0 0 1-2-2V6.500a2 2 0 0 1 2-2H16M16.500 13.500h.1',
    cup: 'M7 4h10v5a5 5 0 0 1-10 0zM7 5.500H4V7a3 3 0 0 0 3 3M17 5.500h3V7a3 3 0 0 1-3 3M12 14v4M8.500 20h7M9.500 20c0-1.200 1-2 2.500-2s2.500.8 2.500 2',
    moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500',
    sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400',
    search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16.500 16.500 21 21',
    x: 'M6 6l12 12M18 6 6 18',
    check: 'M4.500 12.500 10 18 20 6.500',
    alert: 'M12 4 2.800 20h18.400zM12 10v4.500M12 17.300v.1',
    back: 'M14.500 5.500 8 12l6.500 6.500',
    out: 'M14 4.500H6.500a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1H14M10.500 12h10M17 8.500l3.500 3.500-3.500 3.500',
    stop: 'M8 3.500h8l4.500 4.500v8L16 20.500H8L3.500 16V8zM8.500 12h7',
    clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M12 7.500V12l3 2',
    swap: 'M7 20V5M3.500 8.500 7 5l3.500 3.500M17 4v15M13.500 15.500 17 19l3.500-3.500',
    shield: 'M12 3.500 5 6v5.500c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6zM9 12l2.200 2.200L15.300 10',
    minus: 'M5 12h14',
    plus: 'M5 12h14M12 5v14',
};

/** An icon; it has no meaning of its own for a screen reader. */
export function icon(name) {
    return svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
}

const CARDS = { 19: 'yellow', 20: 'red', 21: 'red' };

/** The sign of a match event, centred on 0, 0 within 16 x 16. */
export function eventMark(type) {
    if (type in CARDS) {
        return svg`<rect class="card ${CARDS[type]}" x="-4" y="-6" width="8" height="12" rx="1.5"></rect>`;
    }
    switch (type) {
        case 14: case 15: case 16: return svg`<circle class="goal ${type === 15 ? 'own' : ''}" r="6.500"></circle><path class="goal-mark" d="M0 -3 2.900 -.9 1.800 2.400 -1.800 2.400 -2.900 -.9z"></path>`;
        case 17: return svg`<circle class="missed" r="6"></circle><path class="missed" d="M-2.500 -2.500 2.500 2.500M2.500 -2.500 -2.500 2.500"></path>`;
        case 18: return svg`<path class="sub-on" d="M-3.500 5V-4M-6 -1.500 -3.500 -4.500 -1 -1.500"></path><path class="sub-off" d="M3.500 -5V4M1 1.500 3.500 4.500 6 1.500"></path>`;
        case 10: return svg`<rect class="screen" x="-7" y="-5" width="14" height="10" rx="2"></rect><path class="screen" d="M-2 -2.500 2.500 0 -2 2.500z"></path>`;
        default: return svg`<circle class="other" r="3"></circle>`;
    }
}

/** The same as a picture of its own. */
export function eventIcon(type) {
    return svg`<svg class="event-icon" viewBox="-9 -9 18 18" aria-hidden="true">${eventMark(type)}</svg>`;
}
