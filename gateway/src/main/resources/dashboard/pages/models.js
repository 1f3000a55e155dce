/** Models: every target in plan order, what holds it back, and what a person can do about it. */
import { confirm, empty, html, notice, nothing, perFrame, problem, render, repeat, roving, waiting } from '../ui.js';
import { countdown, many } from '../format.js';
import { accountPanel } from './models/account.js';
import * as changes from './models/changes.js';
import { controls } from './models/controls.js';
import * as filters from './models/filters.js';
import { answersNow, keys, movable, nextReset, plan, stamp, seenAt } from './models/plan.js';
import { Preferences } from './models/preferences.js';
import { Reorder } from './models/reorder.js';
import { timeline } from './models/timeline.js';
import { Wishes } from './models/wishes.js';

const EVERY = 5_000;
const FOLDED = 'models.folded';

/** What was folded the last time, where the browser keeps it. */
function folded() {
    try {
        return new Set(JSON.parse(localStorage.getItem(FOLDED) ?? '[]'));
    } catch {
        return new Set();
    }
}

/** The page while it is open: what the gateway told, what the person wants, and the drawing of both. */
class ModelsPage {
    #root;
    #context;
    #told = { targets: new Map(), disabled: [], locked: [] };
    #failure = null;
    #loaded = false;
    #asking = null;
    #filters;
    #folded = folded();
    #unfolded = new Set();
    #clearing = new Set();
    #allComebacks = false;
    #wishes = new Wishes();
    #preferences = new Preferences(this.#wishes, { accounts: () => this.#view, draw: () => this.#draw(), ask: () => this.#ask() });
    #reorder;
    #nextReset = Infinity;
    #draw = perFrame(() => this.#render());
    #countSoon = perFrame(() => this.#count());
    #view = [];
    #places;
    #end = new AbortController();
    #timers;

    constructor(root, context) {
        this.#root = root;
        this.#context = context;
        this.#filters = filters.read(context.params.query);
        this.#frame();
        this.#reorder = new Reorder(root, {
            ids: (list) => this.#ids(list), say: (words) => this.#say(words),
            carry: (list, order) => {
                this.#wishes.carry(list, order);
                root.classList.toggle('carrying-accounts', list === 'accounts');
                this.#draw();
            },
            drop: (list, id, order) => this.#preferences.dropped(list, id, order),
        });
        const silent = context.live.on((name, data) => this.#heard(name, data));
        this.#end.signal.addEventListener('abort', silent);
        this.#timers = [setInterval(() => this.#second(), 1_000), setInterval(() => context.live.status !== 'live' && !document.hidden && this.#ask(), EVERY)];
        addEventListener('keydown', (event) => this.#key(event), { signal: this.#end.signal });
        root.addEventListener('contentvisibilityautostatechange', this.#countSoon);
        roving(root, '.target-open, .account-open');
        if (context.live.targets.size > 0) {
            this.#take([...context.live.targets.values()], context.live.disabled);
        }
        this.#ask();
    }

    change({ query }) {
        this.#filters = filters.read(query);
        this.#draw();
    }

    close() {
        this.#end.abort();
        this.#timers.forEach(clearInterval);
        this.#draw.stop();
        this.#countSoon.stop();
        this.#reorder.close();
    }

    /** The places of the page that are drawn apart, so that one that moves each second leaves the others alone. */
    #frame() {
        render(html`<div class="models-head"></div><div class="models-timeline"></div><div class="models-list"></div>
            <p class="unseen models-say" role="status" aria-live="assertive"></p>`, this.#root);
        const [head, time, list, say] = ['head', 'timeline', 'list', 'say'].map((name) => this.#root.querySelector(`.models-${name}`));
        this.#places = { head, time, list, say };
        this.#draw();
    }

    #say(words) {
        this.#places.say.textContent = words;
    }

    /** Asks for everything; what the stream told meanwhile is newer. */
    #ask() {
        this.#asking ??= this.#load().finally(() => {
            this.#asking = null;
        });
        return this.#asking;
    }

    async #load() {
        const began = Date.now();
        try {
            const [{ targets, disabled: off = [] }, locked] = await Promise.all([this.#context.api.get('/api/v1/targets'), this.#locked()]);
            this.#told = { ...this.#told, locked };
            const newer = targets.map((target) => {
                const heard = this.#told.targets.get(target.target);
                return heard && seenAt(heard) > began ? heard : target;
            });
            this.#take(newer, off, new Set(targets));
        } catch (failure) {
            this.#failure = failure;
            this.#draw();
        }
    }

    /** The accounts that are kept and cannot be used: a key is missing. Each says why, and what to do. */
    async #locked() {
        try {
            return (await this.#context.api.get('/api/v1/accounts')).accounts.filter((account) => account.locked);
        } catch {
            return this.#told.locked;
        }
    }

    #take(targets, off, fresh = new Set(targets)) {
        stamp(targets.filter((target) => fresh.has(target)));
        this.#told = { ...this.#told, targets: new Map(targets.map((target) => [target.target, target])), disabled: off };
        this.#failure = null;
        this.#loaded = true;
        this.#draw();
    }

    #heard(name, data) {
        if (name === 'targets') {
            this.#take(data.targets, data.disabled ?? []);
        } else if (name === 'changed') {
            stamp(data.targets);
            data.targets.filter(({ target }) => this.#told.targets.has(target)).forEach((target) => this.#told.targets.set(target.target, target));
            this.#draw();
        } else if (name === 'hello') {
            this.#ask();
        }
    }

    /** Each second: countdowns go on, the time line moves, quotas that are back are drawn anew. */
    #second() {
        this.#settle();
        if (this.#nextReset <= Date.now()) {
            this.#draw();
        } else if (!this.#reorder.holds) {
            this.#renderTimeline();
            this.#count();
        }
    }

    #settle() {
        if (this.#wishes.none) {
            return;
        }
        const late = this.#wishes.settle(plan(this.#facts(), new Wishes()));
        if (late.length > 0) {
            notice('A change was written, but is not in force yet: the gateway may have refused the file. Its log says why.', 'bad');
        }
        if (this.#wishes.none) {
            this.#draw();
        }
    }

    /** Fills the countdowns that can be seen, or were never filled. */
    #count() {
        const now = Date.now();
        const seen = [...this.#root.querySelectorAll('time[data-ends]')]
            .filter((element) => !element.firstChild || element.checkVisibility({ contentVisibilityAuto: true }));
        seen.forEach((element) => {
            const text = countdown((Number(element.dataset.ends) - now) / 1_000);
            if (element.textContent !== text) {
                element.textContent = text;
            }
        });
    }

    #facts() {
        return { targets: [...this.#told.targets.values()], unasked: this.#told.disabled, locked: this.#told.locked };
    }

    #ids(list) {
        return list === 'accounts' ? this.#view.filter(movable).map(({ name }) => name)
            : this.#view.find(({ name }) => name === list)?.asked.map(({ model }) => model) ?? [];
    }

    #key(event) {
        const typing = event.target.closest?.('input, textarea, select, [contenteditable], dialog');
        const search = this.#root.querySelector('#models-search');
        if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            search?.focus();
            search?.select();
        } else if (event.key === 'Escape' && event.target === search && search.value) {
            event.preventDefault();
            this.#filter({ text: '' });
        }
    }

    #filter(change) {
        this.#filters = { ...this.#filters, ...change };
        const query = filters.write(this.#filters);
        history.replaceState(null, '', `#/models${query ? `?${query}` : ''}`);
        this.#draw();
    }

    /* Drawing */

    #render() {
        if (this.#reorder.holds) {
            return;
        }
        this.#view = plan(this.#facts(), this.#wishes);
        this.#nextReset = Math.min(...this.#all().map((target) => nextReset(target)), Infinity);
        this.#renderHead();
        this.#renderTimeline();
        this.#renderList();
        this.#count();
        this.#reorder.drawn();
    }

    #all() {
        return this.#view.flatMap(({ targets }) => targets);
    }

    #renderHead() {
        const all = this.#all();
        const asked = all.filter(({ state }) => state !== 'disabled');
        const cooling = asked.filter(({ cooldowns }) => cooldowns.length > 0);
        render(html`<header class="page-head"><h1>Models</h1>
            <p>${this.#loaded && all.length === 0 ? nothing : this.#loaded ? html`<span class="number">${asked.filter(answersNow).length}</span> of ${many(asked.length, 'model')} at ${many(this.#view.length, 'account')} can answer now` : 'Asking the gateway…'}</p>
            <div class="page-actions">${cooling.length > 0 ? html`<button type="button" class="button" @click=${() => this.#clear(cooling, { everywhere: true })}>Clear all cooldowns</button>` : nothing}</div></header>
            ${all.length > 0 ? controls(all, this.#filters, (change) => this.#filter(change)) : nothing}`, this.#places.head);
    }

    #renderTimeline() {
        const targets = this.#all().filter(({ state }) => state !== 'disabled');
        render(targets.length === 0 ? nothing : timeline(targets, { all: this.#allComebacks }, {
            all: () => {
                this.#allComebacks = !this.#allComebacks;
                this.#draw();
            },
            show: (target) => this.#show(target),
        }), this.#places.time);
    }

    #renderList() {
        render(this.#list(), this.#places.list);
    }

    #list() {
        const failure = this.#failure ? problem(this.#failure, () => this.#ask()) : nothing;
        if (!this.#loaded) {
            return this.#failure ? failure : waiting(6);
        }
        if (this.#view.length === 0) {
            return html`${failure}${empty('No models yet', 'An account at a provider brings its models. Add one, and every model that its key may use stands here, with what is left of its limits.',
                html`<a class="button primary" href="#/accounts">Add an account</a>`)}`;
        }
        const matches = filters.matching(this.#filters);
        const glance = this.#glance();
        const shown = this.#view.map((account) => [account, account.targets.filter(matches)]).filter(([account, targets]) => targets.length > 0 || filters.none(this.#filters));
        return html`${failure}${this.#found(shown)}${shown.length === 0 ? this.#nothing() : html`<div class="accounts">${repeat(shown, ([{ name }]) => name, ([account, targets]) => accountPanel(account, targets, glance, this.#actions))}</div>`}`;
    }

    #found(shown) {
        const size = shown.reduce((sum, [, targets]) => sum + targets.length, 0);
        return html`<p class="models-found" role="status" ?hidden=${filters.none(this.#filters)}>${size} of ${many(this.#all().length, 'model')} match
            <button type="button" class="button quiet" @click=${() => this.#filter(filters.read(new URLSearchParams()))}>Clear filters</button></p>`;
    }

    #nothing() {
        return empty('Nothing matches', 'No model is like that at this moment. States change by themselves: a filter that is empty now may fill.');
    }

    #glance() {
        const free = filters.none(this.#filters);
        const now = Date.now();
        return {
            isOpen: (account) => !this.#folded.has(account), unfolded: this.#unfolded, clearing: this.#clearing, carried: this.#reorder.carried,
            movable: free, accountsMovable: free && this.#view.filter(movable).length > 1, reset: (target) => nextReset(target, now),
        };
    }

    /* What a person does */

    #actions = {
        open: (target) => this.#toggle(this.#unfolded, target.target),
        fold: (account) => {
            this.#toggle(this.#folded, account);
            try {
                localStorage.setItem(FOLDED, JSON.stringify([...this.#folded]));
            } catch {
                // A browser that keeps nothing opens every account the next time.
            }
        },
        clear: (target) => this.#clear([target]),
        clearAccount: (account, targets) => this.#clear(targets),
        pin: (target) => this.#preferences.pin(target),
        disable: (target) => this.#without(target, true),
        enable: (target) => this.#without(target, false),
        turn: (account) => this.#preferences.turn(account),
    };

    #toggle(set, name) {
        if (!set.delete(name)) {
            set.add(name);
        }
        this.#draw();
    }

    #show(target) {
        if (!filters.matching(this.#filters)(target)) {
            this.#filter(filters.read(new URLSearchParams()));
        }
        this.#folded.delete(target.account);
        this.#unfolded.add(target.target);
        this.#render();
        const row = this.#row(target.account, target.model);
        row?.scrollIntoView({ block: 'center' });
        row?.querySelector('.target-open').focus({ preventScroll: true });
    }

    async #clear(targets, { everywhere = false } = {}) {
        const ends = keys(targets);
        const held = this.#all().filter(({ cooldowns }) => cooldowns.some(({ key }) => ends.includes(key)));
        if (held.length > 1 && !await confirm({
            title: everywhere ? 'Clear all cooldowns?' : `Clear what holds back ${many(held.length, 'model')}?`,
            text: `${many(held.length, 'model')} will be asked again at once. Where a limit is still in force, the provider refuses the next call, and the cooldown comes back, longer than before.`,
            action: `Clear ${ends.length === 1 ? 'the cooldown' : `${ends.length} cooldowns`}`,
        })) {
            return;
        }
        held.forEach(({ target }) => this.#clearing.add(target));
        this.#draw();
        await changes.clear(held, everywhere);
        held.forEach(({ target }) => this.#clearing.delete(target));
        await this.#ask();
        this.#keepFocus(targets[0]);
    }

    async #without(target, isGone) {
        await this.#preferences.without(target, isGone);
        this.#keepFocus(target);
    }

    /** Whoever pressed a button that has gone goes on at its row. */
    #keepFocus({ account, model }) {
        requestAnimationFrame(() => {
            if (document.activeElement === document.body) {
                this.#row(account, model)?.querySelector('.target-open').focus({ preventScroll: true });
            }
        });
    }

    #row(account, model) {
        return this.#root.querySelector(`[data-list="${CSS.escape(account)}"][data-id="${CSS.escape(model)}"]`);
    }
}

export default { title: 'Models', open: (root, context) => new ModelsPage(root, context) };
