// Puts the chosen theme on before anything is painted; no module, as those come later.
try {
    const chosen = localStorage.getItem('touchline-theme');
    if (chosen === 'light' || chosen === 'dark') {
        document.documentElement.dataset.theme = chosen;
    }
} catch {
    // A browser that keeps nothing follows its system.
}

// The link is relative to the page as it was loaded; the path changes later, and a browser may resolve it again.
const icon = document.querySelector('link[rel="icon"]');
if (icon) {
    icon.href = icon.href;
}
