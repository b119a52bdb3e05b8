// Puts the chosen theme on before anything is painted; no module, as those come later.
try {
    const chosen = localStorage.getItem('touchline-theme');
    if (chosen === 'light' || chosen === 'dark') {
        document.documentElement.dataset.theme = chosen;
    }
} catch {
    // A browser that keeps nothing follows its system.
}
