/** The parts that pages are made of. */
import { html, nothing, svg } from './lit-html/lit-html.js';
import { Directive, directive } from './lit-html/directive.js';
import * as format from './format.js';

export { html, nothing, svg, render } from './lit-html/lit-html.js';
export { repeat } from './lit-html/directives/repeat.js';
export { classMap } from './lit-html/directives/class-map.js';
export { ref, createRef } from './lit-html/directives/ref.js';

/** Sets styles by script, since the page's policy refuses style attributes: `<i ${styled({ width: '40%' })}>`. */
export const styled = directive(class extends Directive {
    render() {
        return nothing;
    }

    update(part, [styles]) {
        Object.entries(styles).forEach(([name, value]) => part.element.style.setProperty(name, value));
        return nothing;
    }
});

const line = (paths) => svg`<path d=${paths} />`;
const ICONS = {
    now: 'M3 12h4l3-8 4 16 3-8h4',
    models: 'M4 6h16M4 12h16M4 18h16M8 4v4M15 10v4M10 16v4',
    calls: 'M4 5h16M4 10h10M4 15h13M4 20h7',
    usage: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
    accounts: 'M15 7a4 4 0 1 1-3.5 6L5 19.500H3V17l6.500-6A4 4 0 0 1 15 7z',
    try: 'M4 5h16v11H10l-4 4v-4H4z',
    sun: 'M12 4V2M12 22v-2M4 12H2M22 12h-2M6 6 5 5M19 19l-1-1M6 18l-1 1M19 5l-1 1M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
    moon: 'M20 14.500A8 8 0 0 1 9.500 4 8 8 0 1 0 20 14.500z',
    auto: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 8h7M12 12h9M12 16h7',
    copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
    check: 'M4 12l5 5L20 6',
    close: 'M6 6l12 12M18 6 6 18',
    warn: 'M12 4 2.500 20h19zM12 10v4M12 17v.5',
    grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
    pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
    clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2',
    out: 'M14 5h5v5M19 5l-8 8M17 14v5H5V7h5',
    search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500',
    power: 'M12 3v8M6.300 7a8 8 0 1 0 11.400 0',
    chevron: 'M9 6l6 6-6 6',
    leave: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
};

/** A drawing of 24 units in the colour of the text around it. */
export const icon = (name, label = '') => html`<svg class="icon" viewBox="0 0 24 24" role=${label ? 'img' : nothing}
    aria-label=${label || nothing} aria-hidden=${label ? nothing : 'true'}>${line(ICONS[name] ?? '')}</svg>`;

/** How a state or an outcome is told apart: a tone for its colour, and a sign for those who see none. */
const TONES = {
    ready: ['good', '●'], recovering: ['info', '◐'], cooling: ['wait', '◔'], 'no-room': ['wait', '▣'],
    unhealthy: ['bad', '▲'], benched: ['bad', '■'], disabled: ['off', '○'], locked: ['bad', '■'],
    answered: ['good', '●'], succeeded: ['good', '●'], open: ['info', '◌'], 'rate-limited': ['wait', '◔'],
    cancelled: ['off', '○'], waiting: ['wait', '◔'], unknown: ['off', '?'], broken: ['bad', '▲'], overloaded: ['warn', '▲'],
    'too-large': ['warn', '◆'],
};

/** The tone of a state or an outcome: good, info, wait, warn, bad or off. */
export const tone = (id) => (TONES[id] ?? ['bad', '▲'])[0];

/** The sign of a state or an outcome. */
export const sign = (id) => (TONES[id] ?? ['bad', '▲'])[1];

/** A state or an outcome as a small label. */
export const badge = (id, text = format.words(id)) =>
    html`<span class="badge tone-${tone(id)}"><span aria-hidden="true">${sign(id)}</span> ${text}</span>`;

/** A moment: the time in the viewer's zone, with the exact instant as its title. */
export const when = (iso) => (iso
    ? html`<time datetime=${iso} title=${format.exact(iso)}>${format.moment(iso)}</time>` : html`<span class="faint">–</span>`);

/** How long until a moment; to be rendered again each second. */
export const until = (iso) => html`<time class="countdown" datetime=${iso} title=${`until ${format.exact(iso)}`}>${
    format.countdown(format.secondsUntil(iso))}</time>`;

/** A share of something as a bar: how much is left, or used. */
export const bar = (share, { label, tone: shade = 'good' } = {}) => html`<span class="bar tone-${shade}" role="img" aria-label=${label ?? nothing}
    title=${label ?? nothing}><span class="bar-filled" ${styled({ width: `${Math.round(1_000 * Math.min(1, Math.max(0, share))) / 10}%` })}></span></span>`;

/** A figure with its name. */
export const figure = (name, value, { note = nothing, title = nothing } = {}) => html`<div class="figure" title=${title}>
    <dt>${name}</dt><dd><span class="figure-value">${value}</span>${note === nothing ? nothing : html`<span class="figure-note">${note}</span>`}</dd></div>`;

/** A small fact of a list of facts. */
export const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** A part of a page with its heading. */
export const panel = (title, content, { actions = nothing, id = nothing } = {}) => html`<section class="panel" aria-label=${title} id=${id}>
    <header class="panel-head"><h2>${title}</h2><div class="panel-actions">${actions}</div></header>${content}</section>`;

/** Nothing to show yet, why, and what to do about it. */
export const empty = (title, text, action = nothing) => html`<div class="empty"><p class="empty-title">${title}</p>
    <p>${text}</p>${action === nothing ? nothing : html`<div class="empty-action">${action}</div>`}</div>`;

/** What went wrong, in the gateway's words, and a way to try again. */
export const problem = (error, again = null) => html`<div class="problem" role="alert">${icon('warn')}<div>
    <p>${error.message}</p>${error.retryAfter ? html`<p class="faint">It may be worth another try in ${error.retryAfter} s.</p>` : nothing}
    ${again ? html`<button class="button" type="button" @click=${again}>Try again</button>` : nothing}</div></div>`;

/** A place that will be filled, as high as what comes. */
export const waiting = (rows = 3) => html`<div class="waiting" aria-busy="true" aria-label="Loading">${
    Array.from({ length: rows }, () => html`<span></span>`)}</div>`;

/** Copies a text, and says so. */
export function copyButton(text, label = 'Copy') {
    const copy = async (event) => {
        const button = event.currentTarget;
        try {
            await navigator.clipboard.writeText(typeof text === 'function' ? text() : text);
            notice('Copied');
        } catch {
            select(button.closest('.code')?.querySelector('pre') ?? button);
            notice('The browser does not let the page copy: press Ctrl-C');
        }
    };
    return html`<button class="button quiet" type="button" @click=${copy}>${icon('copy')} ${label}</button>`;
}

function select(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}

/** Text that is copied as it stands. */
export const code = (text) => html`<div class="code"><pre tabindex="0">${text}</pre>${copyButton(text)}</div>`;

/** How to make the first call, from the terminal or right here. */
export const firstCall = () => html`${code(`curl ${location.origin}/v1/chat/completions \\
  -H "Authorization: Bearer $SIDESTEP_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'`)}
    <a class="button primary" href="#/try">${icon('try')} Try it in the browser</a>`;

/** Says something for some seconds, at the bottom of the page. */
export function notice(text, shade = 'info') {
    const place = document.getElementById('notices');
    const note = document.createElement('p');
    note.className = `notice tone-${shade}`;
    note.textContent = text;
    place.append(note);
    while (place.children.length > 4) {
        place.firstElementChild.remove();
    }
    setTimeout(() => note.remove(), shade === 'bad' ? 10_000 : 4_000);
}

/** Asks before something that cannot be taken back. Answers true where the person wants it. */
export function confirm({ title, text, action, danger = true }) {
    return new Promise((answer) => {
        const dialog = document.createElement('dialog');
        dialog.className = 'dialog';
        dialog.setAttribute('aria-labelledby', 'dialog-title');
        const heading = Object.assign(document.createElement('h2'), { id: 'dialog-title', textContent: title });
        const words = Object.assign(document.createElement('p'), { textContent: text });
        const row = Object.assign(document.createElement('form'), { method: 'dialog', className: 'row end' });
        const no = Object.assign(document.createElement('button'), { className: 'button', value: 'no', textContent: 'Cancel' });
        const yes = Object.assign(document.createElement('button'),
            { className: danger ? 'button danger' : 'button primary', value: 'yes', textContent: action });
        row.append(no, yes);
        dialog.append(heading, words, row);
        dialog.addEventListener('close', () => {
            dialog.remove();
            answer(dialog.returnValue === 'yes');
        });
        document.body.append(dialog);
        dialog.showModal();
        no.focus();
    });
}

/** Arrow keys, Home and End walk through what the selector finds within the element. */
export function roving(element, selector) {
    element.addEventListener('keydown', (event) => {
        const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
        if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const all = [...element.querySelectorAll(selector)];
        const at = all.indexOf(event.target.closest(selector));
        if (at < 0) {
            return;
        }
        event.preventDefault();
        all[Math.min(all.length - 1, Math.max(0, at + steps[event.key]))].focus();
    });
}

/** Resolves after some milliseconds. */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Renders at most once per frame, however often it is asked to. */
export function perFrame(draw) {
    let asked = 0;
    const later = () => {
        asked ||= requestAnimationFrame(() => {
            asked = 0;
            draw();
        });
    };
    later.stop = () => cancelAnimationFrame(asked);
    return later;
}
