/**
 * The frame around the pages: who may look, which page is open, and how fresh it is.
 * A page is `{ title, open(root, { live, api, go, params }) }`; what it opens has `close()`, and `change({ path, query })` where it takes
 * a new address without being opened anew.
 */
import { html, nothing, render, icon, notice, problem } from './ui.js';
import * as api from './api.js';
import { Live } from './live.js';

const PAGES = [
    ['now', 'Now'], ['models', 'Models'], ['calls', 'Calls'], ['usage', 'Usage'], ['accounts', 'Accounts'], ['try', 'Try'],
];
const THEMES = { auto: ['auto', 'Theme: system'], dark: ['moon', 'Theme: dark'], light: ['sun', 'Theme: light'] };

const place = document.getElementById('page');
const live = new Live();
let session = { needs_key: false, signed_in: false };
let opened = null;
let turn = 0;
const brought = new Map();

const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#0d6e64"/><path
    d="M4 21h6c3 0 3-10 6-10s3 10 6 10h6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/><circle
    cx="16" cy="21.5" r="3" fill="#f6c35b"/></svg>`;

/** Where the address points: `#/calls/17?outcome=answered` is page calls, path ['17'], query outcome. */
function asked() {
    const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
    const [name, ...rest] = path.split('/').map(decodeURIComponent);
    const known = PAGES.some(([page]) => page === name);
    return { name: known ? name : 'now', path: known ? rest : [], query: new URLSearchParams(query) };
}

/** Goes to a page: `go('calls', ['17'], { outcome: 'answered' })`. */
function go(name, path = [], query = {}) {
    const parameters = new URLSearchParams(query).toString();
    location.hash = `#/${[name, ...path].map(encodeURIComponent).join('/')}${parameters ? `?${parameters}` : ''}`;
}

async function open() {
    const { name, path, query } = asked();
    const mine = ++turn;
    frame(name);
    if (opened?.name === name && opened.page.change) {
        opened.page.change({ path, query });
        return;
    }
    leavePage();
    try {
        const [{ default: page }] = await Promise.all([import(`./pages/${name}.js`), styles(name)]);
        if (mine !== turn) {
            return;
        }
        const root = document.createElement('div');
        root.className = `stack page-${name}`;
        place.replaceChildren(root);
        dress(name);
        document.title = `${page.title} · Sidestep`;
        opened = { name, page: page.open(root, { live, api, go, params: { path, query } }) };
        scrollTo(0, 0);
    } catch (failure) {
        console.error(failure);
        render(problem(new Error(`This page cannot be shown: ${failure.message}`), () => location.reload()), emptied());
    }
}

function leavePage() {
    opened?.page.close();
    opened = null;
}

/** Brings the styles of a page, once; a page is shown when they are there, and wears them while it is open. */
function styles(name) {
    if (!brought.has(name)) {
        brought.set(name, bring(name));
    }
    return brought.get(name);
}

function bring(name) {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `/dashboard/pages/${name}/${name}.css` });
    link.dataset.page = name;
    return new Promise((loaded) => {
        link.onload = () => {
            link.sheet.disabled = true;
            loaded();
        };
        link.onerror = loaded;
        document.head.append(link);
    });
}

/** Puts on the styles of the page that is open, and no other's: pages may use the same class for different things. */
function dress(name) {
    document.querySelectorAll('link[data-page]').forEach((link) => {
        if (link.sheet) {
            link.sheet.disabled = link.dataset.page !== name;
        }
    });
}

function frame(current = asked().name) {
    document.body.classList.toggle('at-the-door', session.needs_key && !session.signed_in);
    render(html`<a class="wordmark" href="#/now">${mark}<span>Sidestep</span></a>${heard()}${
        live.hello?.simulated ? html`<span class="simulated" title="Providers are simulated in this process">simulated</span>` : nothing}<div class="masthead-actions">${themeButton()}${leaveButton()}</div>`,
    document.getElementById('masthead'));
    render(html`${PAGES.map(([name, title]) => html`<a href=${`#/${name}`} aria-current=${name === current ? 'page' : nothing}>${
        icon(name)}<span>${title}</span></a>`)}<div class="navigation-end">${themeButton()}${leaveButton()}</div>`,
    document.getElementById('navigation'));
}

function heard() {
    const seconds = Math.round((Date.now() - live.heardAt) / 1_000);
    const text = { live: 'Live', connecting: 'Connecting…', stale: 'Reconnecting…', closed: 'Not connected' }[live.status];
    const isLate = live.status === 'stale' && live.heardAt;
    // The seconds go on, and only the state is told to those who listen.
    return html`<span class="heard ${live.status}"><span role="status" class=${isLate ? 'unseen' : ''}>${text}</span>${
        isLate ? html`<span aria-hidden="true">Heard ${seconds} s ago…</span>` : nothing}</span>`;
}

function themeButton() {
    const chosen = document.documentElement.dataset.chosenTheme;
    const [drawing, words] = THEMES[chosen];
    const next = { auto: 'dark', dark: 'light', light: 'auto' }[chosen];
    const choose = () => {
        document.documentElement.dataset.chosenTheme = next;
        try {
            localStorage.setItem('theme', next);
        } catch {
            // A browser that keeps nothing shows it in this theme until the page is closed.
        }
        document.dispatchEvent(new Event('themechosen'));
        frame();
    };
    return html`<button type="button" @click=${choose}>${icon(drawing)}<span>${words}</span></button>`;
}

function leaveButton() {
    if (!session.needs_key) {
        return nothing;
    }
    const leave = async () => {
        await api.remove('/api/v1/session').catch((failure) => notice(failure.message, 'bad'));
        await enter();
    };
    return html`<button type="button" @click=${leave}>${icon('leave')}<span>Sign out</span></button>`;
}

/** A new place for what comes: nothing can be rendered twice where its nodes were taken away. */
function emptied() {
    const root = document.createElement('div');
    place.replaceChildren(root);
    return root;
}

/** The form that asks for the key. */
function door(mistake = '') {
    const submit = async (event) => {
        event.preventDefault();
        const field = event.target.elements.key;
        try {
            session = await api.post('/api/v1/session', { key: field.value });
            field.value = '';
            await enter();
        } catch (failure) {
            door(failure.message);
        }
    };
    document.title = 'Sign in · Sidestep';
    render(html`<div class="door"><form class="panel" @submit=${submit}><div class="panel-head"><h1 class="wordmark">${mark}<span>Sidestep</span></h1></div>
        <div class="panel-body stack"><div class="field"><label for="key">Admin key</label>
        <input class="input" id="key" name="key" type="password" autocomplete="current-password" required spellcheck="false" aria-describedby="key-hint"
            aria-invalid=${mistake ? 'true' : 'false'}>
        <span class="hint" id="key-hint">One of <code>gateway.admin-keys</code> of the configuration. It is sent to this gateway only, and not kept in the browser.</span>
        ${mistake ? html`<span class="mistake" role="alert">${mistake}</span>` : nothing}</div>
        <button class="button primary" type="submit">Sign in</button></div></form></div>`, emptied());
    document.getElementById('key').focus();
}

async function enter() {
    try {
        session = await api.get('/api/v1/session').catch((failure) => {
            if (failure.status === 404) {
                return { needs_key: false, signed_in: false };
            }
            throw failure;
        });
    } catch (failure) {
        frame();
        render(problem(failure, enter), emptied());
        return;
    }
    api.signed(session.csrf);
    frame();
    if (session.needs_key && !session.signed_in) {
        live.close();
        leavePage();
        door();
    } else {
        live.open();
        await open();
    }
}

/** The stream was refused: perhaps since the gateway no longer knows this browser. */
async function recognised() {
    const now = await api.get('/api/v1/session').catch(() => session);
    if (now.needs_key && !now.signed_in) {
        await enter();
    }
}

api.lost.listener = () => {
    if (session.signed_in) {
        enter();
    }
};
live.on((name) => {
    if (name === 'refused') {
        recognised();
    } else if (name === 'status' || name === 'hello') {
        frame();
    }
});
setInterval(() => live.status === 'stale' && frame(), 1_000);
addEventListener('hashchange', () => !(session.needs_key && !session.signed_in) && open());
addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable], dialog');
    const page = PAGES[Number(event.key) - 1];
    if (!typing && page && !event.ctrlKey && !event.metaKey && !event.altKey) {
        go(page[0]);
    }
});
// The address belongs to the pages: a fragment of it cannot.
document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    place.focus();
});
// What the page needs is brought while the gateway says whether this browser may see it.
import(`./pages/${asked().name}.js`).catch(() => {});
styles(asked().name);
enter();
