// A shirt for each team: its colours follow from its name.

import { svg } from '../shared/html.js';

const KITS = [
    ['#d7263d', '#ffffff'], ['#1b6ef3', '#ffffff'], ['#f2b705', '#1c1c1c'], ['#0f8a5f', '#ffffff'], ['#7b2ff7', '#ffffff'], ['#f26419', '#ffffff'],
    ['#12b5cb', '#06262b'], ['#e5e7eb', '#1f2937'], ['#3a5aa8', '#ffffff'], ['#c2185b', '#ffffff'], ['#7ac143', '#13260a'], ['#8c2f39', '#ffe9c9'],
];

function hash(text) {
    return [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 65_521, 7);
}

/** The number of a team's kit; another one than that of its opponent. */
function kitOf(team, opponent = null) {
    const own = hash(team) % KITS.length;
    return opponent !== null && team > opponent && own === hash(opponent) % KITS.length ? (own + 5) % KITS.length : own;
}

const SHORT = { Goalkeeper: 'GK', Defender: 'DF', Midfielder: 'MF', Attacker: 'FW' };

export function positionShort(position) {
    return SHORT[position] ?? '';
}

/** A shirt in the colours of a team, with a few letters on it. */
export function shirt(team, letters = '', opponent = null) {
    const [main, ink] = KITS[kitOf(team, opponent)];
    return svg`<svg class="shirt" viewBox="0 0 40 40" aria-hidden="true"><path fill=${main} d="M13 5c2 3 12 3 14 0l9 5-3.500 9-4.500-1.500V35H12V17.500L7.500 19 4 10z"></path>
        <path class="shirt-edge" d="M13 5c2 3 12 3 14 0l9 5-3.500 9-4.500-1.500V35H12V17.500L7.500 19 4 10z"></path><text x="20" y="25.500" text-anchor="middle" fill=${ink}>${letters}</text></svg>`;
}

/** A few letters for a team. */
export function initials(team) {
    const words = team.split(/[\s-]+/).filter(word => word !== '');
    return (words.length > 1 ? words.slice(0, 3).map(word => word[0]).join('') : team.slice(0, 3)).toUpperCase();
}
