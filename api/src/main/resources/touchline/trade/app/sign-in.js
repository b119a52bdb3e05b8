// Signs in with Google by OpenID Connect: a redirect there and back, without any script of Google's. The ID token comes back behind the '#' of the address,
// which no server sees, and is removed from it at once.

import { freshKey, get, post } from './api.js';
import { replace, to } from '../shared/route.js';
import { signedIn } from './session.js';

const KEY = 'touchline-sign-in';

/** Leaves for the sign-in; comes back to the place `back`. */
export async function signIn(back) {
    const google = await get('/v1/auth/google');
    const attempt = { state: freshKey(), nonce: freshKey(), back };
    sessionStorage.setItem(KEY, JSON.stringify(attempt));
    const address = new URL(google.signInUrl);
    const parameters = {
        client_id: google.clientId, redirect_uri: `${location.origin}${to('/signed-in')}`, response_type: 'id_token', scope: 'openid profile',
        nonce: attempt.nonce, state: attempt.state, prompt: 'select_account',
    };
    Object.entries(parameters).forEach(([name, value]) => address.searchParams.set(name, value));
    location.assign(address);
}

/** Completes a sign-in that comes back; returns what prevented it, or ''. */
export async function complete() {
    const answer = new URLSearchParams(location.hash.slice(1));
    history.replaceState(null, '', location.pathname);
    const attempt = taken();
    if (answer.get('error')) {
        return 'The sign-in was cancelled.';
    }
    const idToken = answer.get('id_token') ?? '';
    if (attempt === null || answer.get('state') !== attempt.state || nonceOf(idToken) !== attempt.nonce) {
        return 'This sign-in was not started on this page, or it is too old. Start it again.';
    }
    signedIn(await post('/v1/auth/google', { idToken }));
    replace(attempt.back);
    return '';
}

function taken() {
    try {
        const attempt = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
        sessionStorage.removeItem(KEY);
        return attempt;
    } catch {
        return null;
    }
}

function nonceOf(idToken) {
    try {
        return JSON.parse(atob(idToken.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))).nonce;
    } catch {
        return undefined;
    }
}
