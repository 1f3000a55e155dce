// Before the first paint, so that a dark page never flashes white. "auto" follows the system.
{
    const chosen = (() => {
        try {
            return localStorage.getItem('theme');
        } catch {
            return null;
        }
    })();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
        const theme = document.documentElement.dataset.chosenTheme;
        document.documentElement.dataset.theme = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
        document.dispatchEvent(new Event('themechange'));
    };
    document.documentElement.dataset.chosenTheme = ['dark', 'light'].includes(chosen) ? chosen : 'auto';
    dark.addEventListener('change', apply);
    document.addEventListener('themechosen', apply);
    apply();
}
