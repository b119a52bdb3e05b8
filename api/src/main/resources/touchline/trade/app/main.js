// The entry point: the screen of the address, and what is drawn.

import { draw, drawWith } from '../shared/draw.js';
import { render } from '../shared/html.js';
import { moves } from './market.js';
import { go, onMove, place, to } from '../shared/route.js';
import { onSession, session } from './session.js';
import { shell } from './shell.js';
import './results.js';
import { connect, contact } from './stream.js';
import { follow, forget, waiting } from './waiting.js';
import { leaderboard } from './screens/leaderboard.js';
import { logIn } from './screens/log-in.js';
import { match } from './screens/match.js';
import { broken, nowhere } from './screens/nowhere.js';
import { player } from './screens/player.js';
import { players } from './screens/players.js';
import { portfolio } from './screens/portfolio.js';
import { statusScreen } from './screens/status.js';
import { tonight } from './screens/tonight.js';

const root = document.getElementById('trade');
let screen = null;
let shownAt = '';
const failed = new WeakSet();

/** The screen at a place. A screen is {title, here, view(), stop()}: `here` is its place in the navigation. */
function screenAt([first, second, more]) {
    if (more !== undefined) {
        return nowhere();
    }
    switch (first) {
        case undefined: return tonight();
        case 'matches': return second === undefined ? tonight() : match(second);
        case 'players': return second === undefined ? players() : player(second);
        case 'portfolio': return second === undefined ? portfolio() : nowhere();
        case 'leaderboard': return second === undefined ? leaderboard() : nowhere();
        case 'status': return second === undefined ? statusScreen() : nowhere();
        case 'log-in': case 'signed-in': return second === undefined ? logIn() : nowhere();
        default: return nowhere();
    }
}

function open() {
    screen?.stop();
    screen = screenAt(place());
    paint();
}

function paint() {
    if (screen === null) {
        return;
    }
    document.title = `${contact.state === 'lost' ? '(offline) ' : ''}${screen.title} · Touchline`;
    let content;
    try {
        content = screen.view();
    } catch (error) {
        if (!failed.has(screen)) {
            failed.add(screen);
            console.error(error);
        }
        content = broken();
    }
    render(shell(screen.here, content), root);
    screen.drawn?.(root);
}

drawWith(paint);
onMove(() => {
    const path = location.pathname;
    const isStaying = path === shownAt && path.includes('/players/');
    shownAt = path;
    if (isStaying) {
        draw();
        scrollTo(0, 0);
        return;
    }
    open();
    scrollTo(0, 0);
    root.querySelector('h1')?.focus({ preventScroll: true });
});
onSession(() => {
    if (session.token === null) {
        forget();
    }
    open();
});

// Prices that lit up fade, requests that wait count down, and the chart's time goes on.
setInterval(() => {
    const isMoving = waiting.length > 0 || contact.state !== 'live' || [...moves.values()].some(one => performance.now() - one.at < 1_500);
    if (!document.hidden && isMoving) {
        draw();
    }
}, 250);
setInterval(draw, 2_000);

addEventListener('keydown', event => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        if (root.querySelector('.search input') === null) {
            go(to('/players'));
        }
        root.querySelector('.search input')?.focus();
    }
});

root.replaceChildren();
shownAt = location.pathname;
connect();
follow();
open();
