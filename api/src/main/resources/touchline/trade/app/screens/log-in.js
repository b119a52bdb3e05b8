// Logging in, and coming back from the sign-in.

import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { asked, place, ROOT, replace, to } from '../../shared/route.js';
import { session } from '../session.js';
import { complete, signIn } from '../sign-in.js';
import { problemWords } from '../words.js';

/** Where the user comes from: a place of this page only. */
function back() {
    return asked('back').startsWith(`${ROOT}/`) ? asked('back') : to('/');
}

export function logIn() {
    let fault = '';
    let isBusy = false;
    const attempt = async what => {
        isBusy = true;
        fault = '';
        draw();
        try {
            fault = (await what()) ?? '';
        } catch (problem) {
            const { title, text } = problemWords(problem);
            fault = problem.facts?.reason === 'log-in-off' ? 'Log-in is not set up on this market.' : `${title} ${text}`;
        }
        isBusy = fault === '' && session.token === null && what === leave;
        draw();
    };
    const leave = () => signIn(back());
    if (place()[0] === 'signed-in') {
        attempt(complete);
    } else if (session.token !== null) {
        setTimeout(() => replace(back()));
    }
    return {
        title: 'Log in',
        here: '',
        view: () => html`<section class="log-in" aria-label="Log in"><h1 tabindex="-1">Take your seat</h1><p class="soft">Log in to trade. A new account starts with 10,000 coins of play money.</p>
            ${fault === '' ? nothing : html`<p class="fault" role="alert">${fault}</p>`}
            <button class="button main wide" ?disabled=${isBusy} @click=${() => attempt(leave)}>${isBusy ? 'One moment …' : 'Continue with Google'}</button>
            <p class="hint">The market keeps your name, nothing else of Google’s. The session ends with this tab.</p></section>`,
        stop: () => {},
    };
}
