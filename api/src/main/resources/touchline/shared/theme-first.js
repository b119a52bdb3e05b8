// Applies the chosen theme before anything is painted; no module, as modules run later.
try {
    const chosen = localStorage.getItem('touchline-theme');
    if (chosen === 'light' || chosen === 'dark') {
        document.documentElement.dataset.theme = chosen;
    }
} catch {
    // A browser that stores nothing follows its system.
}

// The link is relative to the page as it was loaded; the path changes later, and a browser may resolve it again.
const icon = document.querySelector('link[rel="icon"]');
if (icon) {
    icon.href = icon.href;
}
