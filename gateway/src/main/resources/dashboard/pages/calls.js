/** Calls: what was asked, who answered, what stood in the way, and why. */
import { html, nothing, render, empty, firstCall, pause, perFrame, problem, waiting, roving } from '../ui.js';
import { Calls, foot, freshButton, rows } from './calls/list.js';
import { Choices, controls, read, same } from './calls/filters.js';
import { detail, title, walk } from './calls/detail.js';

/** How often the ledger is asked where no stream tells of news, and at most where one does. */
const POLL = 5_000;
const SOON = 1_000;

/** How often a call under way is asked for. */
const WATCH = 1_000;

/** A call that has only just begun is written within this time. */
const GRACE = [400, 1_200];

/** So close to its beginning the list is taken for unread. */
const TOP = 24;

/** The page while it is open. */
class CallsPage {
    #root;
    #live;
    #api;
    #go;
    #filters;
    #choices;
    #calls;
    #failure = null;
    #isLoading = false;
    #id = '';
    #call = null;
    #callFailure = null;
    #turn = 0;
    #soon = 0;
    #watch = 0;
    #scrolled = 0;
    #draw;
    #ends = [];

    constructor(root, { live, api, go, params }) {
        this.#root = root;
        this.#live = live;
        this.#api = api;
        this.#go = go;
        this.#filters = read(params.query);
        this.#choices = new Choices(api);
        this.#calls = new Calls(api, this.#filters);
        this.#draw = perFrame(() => this.#render());
        this.#listen();
        this.#choices.load().then(this.#draw, () => {});
        this.#render();
        this.#refresh();
        this.#open(params.path[0] ?? '');
    }

    #listen() {
        const poll = setInterval(() => this.#live.status !== 'live' && !document.hidden && this.#refresh(), POLL);
        const onKey = (event) => this.#key(event);
        const onScroll = () => scrollY <= TOP && this.#calls.fresh.length > 0 && this.#isUnread() && this.#admit();
        document.addEventListener('keydown', onKey);
        addEventListener('scroll', onScroll, { passive: true });
        roving(this.#root, '.call-row');
        this.#root.addEventListener('focusin', (event) => this.#walked(event.target));
        this.#ends.push(
            () => clearInterval(poll),
            () => clearTimeout(this.#soon),
            () => clearTimeout(this.#watch),
            () => document.removeEventListener('keydown', onKey),
            () => removeEventListener('scroll', onScroll),
            this.#live.on((name, data) => this.#heard(name, data)),
            () => this.#draw.stop(),
        );
    }

    close() {
        this.#turn++;
        this.#ends.forEach((end) => end());
    }

    /** Takes a new address without beginning anew. */
    change({ path, query }) {
        const filters = read(query);
        if (!same(filters, this.#filters)) {
            this.#filters = filters;
            this.#calls = new Calls(this.#api, filters);
            this.#failure = null;
            this.#refresh();
        }
        this.#open(path[0] ?? '');
    }

    #heard(name, data) {
        if (name === 'tick' && data.calls?.length > 0 && !this.#soon && !document.hidden) {
            this.#soon = setTimeout(() => {
                this.#soon = 0;
                this.#refresh();
            }, SOON);
        }
    }

    async #refresh() {
        const calls = this.#calls;
        try {
            await calls.refresh();
            this.#failure = null;
        } catch (failure) {
            this.#failure = failure;
        }
        if (calls !== this.#calls) {
            return;
        }
        this.#choices.learn([...calls.fresh, ...calls.shown]);
        if (calls.fresh.length > 0 && (calls.shown.length === 0 || (scrollY <= TOP && this.#isUnread()))) {
            calls.admit();
        }
        this.#draw();
    }

    /** True where nothing moves away under anybody's eyes or fingers. */
    #isUnread() {
        return this.#id === '' && !this.#root.querySelector('.call-rows')?.contains(document.activeElement);
    }

    #admit() {
        this.#calls.admit();
        this.#render();
    }

    #showFresh() {
        this.#admit();
        scrollTo({ top: 0 });
        this.#root.querySelector('.call-row')?.focus({ preventScroll: true });
    }

    async #more(event) {
        const isByKey = event?.currentTarget === document.activeElement;
        this.#isLoading = true;
        this.#render();
        try {
            const first = await this.#calls.older();
            this.#isLoading = false;
            this.#render();
            if (isByKey && first) {
                this.#row(first.id)?.focus();
            }
        } catch (failure) {
            this.#isLoading = false;
            this.#failure = failure;
            this.#draw();
        }
    }

    #row(id) {
        return this.#root.querySelector(`.call-row[data-call="${CSS.escape(id)}"]`);
    }

    #address(id) {
        const query = new URLSearchParams(this.#filters).toString();
        return `#/calls${id ? `/${encodeURIComponent(id)}` : ''}${query ? `?${query}` : ''}`;
    }

    #choose(name, value) {
        const chosen = { ...this.#filters, [name]: value };
        if (!value) {
            delete chosen[name];
        }
        this.#go('calls', this.#id ? [this.#id] : [], chosen);
    }

    #goTo(id) {
        this.#go('calls', id ? [id] : [], this.#filters);
    }

    #open(id) {
        if (id === this.#id) {
            this.#draw();
            return;
        }
        const was = this.#id;
        this.#id = id;
        this.#call = null;
        this.#callFailure = null;
        clearTimeout(this.#watch);
        if (!was) {
            this.#scrolled = scrollY;
        }
        this.#render();
        if (id) {
            this.#load(id, ++this.#turn);
        }
        this.#place(was, id);
    }

    /** Where only one of the two has room, each begins where it was left; the focus goes along. */
    #place(was, id) {
        const isAlone = getComputedStyle(this.#root.querySelector('.calls-list')).display === 'none';
        if (id && isAlone) {
            scrollTo(0, 0);
            this.#root.querySelector('[data-close]')?.focus({ preventScroll: true });
        } else if (id) {
            this.#row(id)?.scrollIntoView({ block: 'nearest' });
        } else if (was) {
            scrollTo(0, this.#scrolled);
            this.#row(was)?.focus({ preventScroll: true });
        }
    }

    /** A call that has only just begun is newer than all that are written: it is waited for a moment. */
    async #written(id, turn) {
        for (const patience of GRACE) {
            if (this.#calls.shown.some((call) => call.id === id)) {
                return;
            }
            const { calls } = await this.#api.get('/api/v1/calls', { limit: 1 });
            if (turn !== this.#turn || calls[0]?.id >= id) {
                return;
            }
            await pause(patience);
        }
    }

    async #load(id, turn) {
        try {
            await this.#written(id, turn);
            const call = await this.#api.get(`/api/v1/calls/${this.#api.segment(id)}`);
            if (turn === this.#turn) {
                this.#call = call;
                this.#callFailure = null;
            }
        } catch (failure) {
            if (turn === this.#turn) {
                this.#callFailure = failure;
            }
        }
        if (turn === this.#turn) {
            this.#draw();
            this.#watchOn(id, turn);
        }
    }

    #watchOn(id, turn) {
        const isUnderWay = this.#call?.outcome === 'open';
        if (isUnderWay || this.#callFailure?.status === 503) {
            this.#watch = setTimeout(() => this.#load(id, turn), WATCH);
        }
    }

    /** Arrow keys that walk the rows open them, where one is open beside the list. */
    #walked(target) {
        const id = target.closest?.('.call-row')?.dataset.call;
        if (id && this.#id && id !== this.#id) {
            this.#goTo(id);
        }
    }

    #step(by) {
        const next = this.#calls.neighbour(this.#id, by);
        if (next) {
            this.#goTo(next.id);
        }
    }

    #key(event) {
        if (!this.#id || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey
            || event.target.closest('input, textarea, select, dialog, pre, .scroll')) {
            return;
        }
        const steps = { ArrowLeft: -1, ArrowRight: 1, ...(event.target === document.body ? { ArrowUp: -1, ArrowDown: 1 } : {}) };
        if (event.key === 'Escape') {
            event.preventDefault();
            this.#goTo('');
        } else if (event.key in steps) {
            event.preventDefault();
            this.#step(steps[event.key]);
        }
    }

    #render() {
        render(html`<div class="page-head"><h1>Calls</h1><p>${this.#note()}</p></div>
            <div class=${`calls-columns${this.#id ? ' with-call' : ''}`}><div class="calls-list">${this.#list()}</div>${
                this.#id ? this.#panel() : nothing}</div>`, this.#root);
    }

    #note() {
        return this.#failure?.code === 'no_store' ? '' : 'The newest first, as the ledger has them';
    }

    #list() {
        const calls = this.#calls;
        if (this.#failure?.code === 'no_store') {
            return html`<div class="panel">${empty('No calls are kept here', this.#failure.message)}</div>`;
        }
        return html`${controls(this.#filters, this.#choices, (name, value) => this.#choose(name, value), () => this.#go('calls', this.#id ? [this.#id] : []))}
            ${this.#failure ? problem(this.#failure, () => this.#refresh()) : nothing}
            <div class="panel calls-panel" aria-busy=${String(!calls.loaded)}>${freshButton(calls, () => this.#showFresh())}${this.#rows()}</div>`;
    }

    #rows() {
        const calls = this.#calls;
        if (!calls.loaded) {
            return this.#failure ? nothing : waiting(8);
        }
        if (calls.shown.length > 0) {
            return html`${rows(calls, this.#id, (id) => this.#address(id))}${foot(calls, this.#isLoading, (event) => this.#more(event))}`;
        }
        return Object.keys(this.#filters).length > 0
            ? empty('No call is like that', 'Nothing in the ledger fits all of these filters.',
                html`<button class="button" type="button" @click=${() => this.#go('calls')}>Show all calls</button>`)
            : empty('No calls yet', 'Every call that the gateway takes appears here by itself, with each attempt, what stood in its way, and why. Send one:',
                firstCall());
    }

    #panel() {
        const call = this.#call;
        const neighbours = {
            newer: this.#calls.neighbour(this.#id, -1) && (() => this.#step(-1)),
            older: this.#calls.neighbour(this.#id, 1) && (() => this.#step(1)),
            close: () => this.#goTo(''),
        };
        return html`<section class="panel call-panel" aria-labelledby="call-title" tabindex="-1"><header class="panel-head"><h2 id="call-title" class="call-title">${
            call ? title(call) : 'Call'}</h2>${walk(neighbours)}</header><div class="panel-body stack">${this.#told(call)}</div></section>`;
    }

    #told(call) {
        if (this.#callFailure && !call) {
            return html`${problem(this.#callFailure, () => this.#load(this.#id, this.#turn))}${this.#callFailure.code === 'call_not_found'
                ? html`<p class="small soft">Calls older than <code>gateway.retention</code> are deleted, and a simulated gateway forgets all of them when it ends.</p>` : nothing}`;
        }
        return call ? detail(call) : waiting(6);
    }
}

export default { title: 'Calls', open: (root, context) => new CallsPage(root, context) };
