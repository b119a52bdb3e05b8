// Light or dark: the system's choice until somebody chooses.

const KEY = 'touchline-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** The one that is on. */
export function theme() {
    return document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light');
}

/** Puts the other one on, and keeps it. */
export function toggleTheme() {
    const next = theme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    try {
        localStorage.setItem(KEY, next);
    } catch {
        // It lasts as long as the page.
    }
}
