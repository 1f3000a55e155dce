/** The latest calls, newest first, each as its trail: fed by the stream, filled up from the ledger. */
import { html, nothing, repeat, badge, roving } from '../../ui.js';
import * as format from '../../format.js';
import { axis, duration, last, trail } from '../../trail.js';

const MOST = 60;
const TICK = 500;
const SHRINK_AFTER = 6_000;

/** The calls that are shown, and those that come next. */
export class Strip {
    #calls = new Map();
    #coming = [];
    #unshown = [];
    #releasedAt = 0;
    #most = 1_000;
    #tooLongSince = 0;
    paused = false;

    constructor(api) {
        this.api = api;
    }

    /** Takes what a tick tells. */
    hear(tick, now = Date.now()) {
        tick.calls.forEach((call) => this.#take({ ...call, heardAt: now }));
        this.#unshown = [...this.#unshown.filter((each) => now - each.at < 60_000), { at: now, count: tick.unshown }];
    }

    #take(call) {
        if (this.#calls.has(call.id)) {
            this.#calls.set(call.id, call);
            return;
        }
        const coming = this.#coming.findIndex((each) => each.id === call.id);
        if (coming >= 0) {
            this.#coming[coming] = call;
        } else {
            this.#coming.push(call);
            this.#coming = this.#coming.slice(-2 * MOST);
        }
    }

    /** Fills it with what was recorded before the page was opened. */
    async fill(signal) {
        const now = Date.now();
        (await this.#ask(signal)).filter((call) => !this.#calls.has(call.id) && !this.#coming.some((each) => each.id === call.id))
            .forEach((call) => this.#calls.set(call.id, recorded(call, now)));
    }

    /** Asks again where calls began before anybody looked, and so are not in the stream. */
    async refresh(signal) {
        if ([...this.#calls.values()].some((call) => call.outcome === 'open' && call.recorded)) {
            const now = Date.now();
            (await this.#ask(signal)).filter((call) => this.#calls.get(call.id)?.recorded)
                .forEach((call) => this.#calls.set(call.id, recorded(call, now)));
        }
    }

    async #ask(signal) {
        return (await this.api.get('/api/v1/calls', { limit: MOST, with: 'trail' }, { signal })).calls;
    }

    /** Lets in what has come, spread over the time until the next tick. Answers whether anything moves. */
    advance(now = Date.now()) {
        const passed = Math.min(TICK, now - this.#releasedAt);
        this.#releasedAt = now;
        if (!this.paused && this.#coming.length > 0) {
            this.#coming.splice(0, Math.ceil(this.#coming.length * Math.min(1, passed / TICK + 0.05)))
                .forEach((call) => this.#calls.set(call.id, call));
            [...this.#calls.keys()].sort().reverse().slice(MOST).forEach((id) => this.#calls.delete(id));
        }
        return !this.paused && this.#coming.length > 0 || this.rows().some((call) => call.outcome === 'open');
    }

    /** The calls that are shown, the newest first: the order of ids is the order of the calls. */
    rows() {
        return [...this.#calls.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
    }

    /** How many calls of the last minute nobody follows. */
    unshown() {
        return this.#unshown.reduce((sum, each) => sum + each.count, 0);
    }

    get waiting() {
        return this.#coming.length;
    }

    /** The time axis: it grows at once, and shrinks when it has been too long for a while. */
    axis(rows, now = Date.now()) {
        const fitting = axis(rows.map((call) => duration(call, now)));
        if (fitting >= this.#most) {
            this.#most = fitting;
            this.#tooLongSince = now;
        } else if (now - this.#tooLongSince > SHRINK_AFTER) {
            this.#most = fitting;
        }
        return this.#most;
    }
}

const recorded = (call, now) => ({
    ...call, attempts: call.trail ?? [], tried: call.attempts, recorded: true, heardAt: now, duration_ms: duration(call, now),
});

/** The strip's rows: one stop for the Tab key, which the arrow keys walk through. */
export function rows(strip, now = Date.now()) {
    const all = strip.rows();
    const most = strip.axis(all, now);
    return html`<div class="strip-axis" aria-hidden="true"><span></span><span class="strip-scale"><i>0</i><i>${format.span(most / 2)}</i><i>${format.span(most)}</i></span></div>
        <ul class="strip" aria-label="The latest calls, the newest first">${repeat(all, (call) => call.id, (call, index) => row(call, { most, now, index }))}</ul>`;
}

function row(call, { most, now, index }) {
    return html`<li><a class="strip-call" tabindex=${index === 0 ? nothing : -1} href=${`#/calls/${encodeURIComponent(call.id)}`}>
        <time class="strip-at" datetime=${call.at} title=${format.exact(call.at)}>${format.moment(call.at)}</time>
        <span class="strip-wanted cut">${call.wanted}${call.client ? html` <span class="faint">${call.client}</span>` : nothing}</span>
        ${trail(call, most, now)}
        <span class="strip-end">${call.outcome === 'answered' ? html`<span class="strip-winner cut" title=${last(call)}>${last(call)}</span>`
            : call.waits_until ? badge('waiting') : badge(call.outcome)}</span>
        <span class="strip-span number">${format.span(duration(call, now))}</span></a></li>`;
}

/** Makes the arrow keys walk through the rows below an element. */
export const walk = (element) => roving(element, '.strip-call');
