// Light or dark: the system's choice until the user chooses.

const dark = matchMedia('(prefers-color-scheme: dark)');

export function theme() {
    return document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light');
}

/** Switches to the other theme, and stores the choice. */
export function toggleTheme() {
    const next = theme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    try {
        localStorage.setItem('touchline-theme', next);
    } catch {
        // It lasts as long as the page.
    }
}
