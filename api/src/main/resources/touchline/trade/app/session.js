// Who is logged in. The token is kept for this tab only, and ends with it.

const KEY = 'touchline-session';
const listeners = new Set();

/** token: null before the log-in; why: why the last session ended. */
export const session = { token: null, user: null, expiresAt: 0, why: '', ...stored() };

function stored() {
    try {
        const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
        return kept !== null && kept.expiresAt > Date.now() ? kept : {};
    } catch {
        return {};
    }
}

/** Calls `listener` when a user logs in or out. */
export function onSession(listener) {
    listeners.add(listener);
}

/** Keeps what `POST /v1/auth/google` answered. */
export function signedIn(access) {
    Object.assign(session, { token: access.accessToken, user: access.user, expiresAt: Date.parse(access.expiresAt), why: '' });
    try {
        const { token, user, expiresAt } = session;
        sessionStorage.setItem(KEY, JSON.stringify({ token, user, expiresAt }));
    } catch {
        // It lasts as long as the page.
    }
    listeners.forEach(listener => listener());
}

/** Forgets the token. */
export function signedOut(why = '') {
    Object.assign(session, { token: null, user: null, expiresAt: 0, why });
    try {
        sessionStorage.removeItem(KEY);
    } catch {
        // There is nothing to remove.
    }
    listeners.forEach(listener => listener());
}
