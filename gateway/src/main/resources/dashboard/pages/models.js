/** Models: every target in plan order, what holds it back, and what a person can do about it. */
import { classMap, confirm, empty, html, icon, notice, nothing, perFrame, problem, render, repeat, roving, sign, tone, waiting } from '../ui.js';
import { countdown, many } from '../format.js';
import { accountPanel } from './models/account.js';
import * as changes from './models/changes.js';
import * as filters from './models/filters.js';
import { answersNow, keys, movable, nextReset, plan, stamp, seenAt, tally } from './models/plan.js';
import { Reorder } from './models/reorder.js';
import { timeline } from './models/timeline.js';
import { Wishes } from './models/wishes.js';
import { STATES, feature, shownFeatures, stateTitle } from './models/words.js';

const EVERY = 5_000;
const SOON = 400;
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
            drop: (list, id, order) => this.#dropped(list, id, order),
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

    #account(name) {
        return this.#view.find((account) => account.name === name);
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
            ${all.length > 0 ? this.#controls(all) : nothing}`, this.#places.head);
    }

    #controls(all) {
        const { text, provider, feature: can, now } = this.#filters;
        const providers = [...new Set(all.map((target) => target.provider))];
        const features = [...new Set(all.flatMap((target) => target.features ?? []))];
        const counts = tally(all.filter(filters.besidesState(this.#filters)));
        return html`<div class="models-controls" role="search" aria-label="Models">
            <div class="search">${icon('search')}<input class="input" type="search" id="models-search" placeholder="Search models, accounts, reasons" aria-label="Search"
                aria-keyshortcuts="/" autocomplete="off" spellcheck="false" .value=${text} @input=${(event) => this.#filter({ text: event.target.value })}><kbd aria-hidden="true">/</kbd></div>
            ${choice('Provider', 'every provider', provider, providers.map((each) => [each, each]), (value) => this.#filter({ provider: value }))}
            ${choice('Capability', 'any capability', can, shownFeatures(features).map(({ id }) => [id, feature(id).toLowerCase()]), (value) => this.#filter({ feature: value }))}
            <label class="check"><input type="checkbox" class="switch" .checked=${now} @change=${(event) => this.#filter({ now: event.target.checked })}> Can answer now</label>
            <div class="states" role="group" aria-label="States">${STATES.map((state) => this.#stateButton(state, counts[state] ?? 0))}</div></div>`;
    }

    #stateButton(state, size) {
        const { states } = this.#filters;
        const pressed = states.includes(state);
        const press = () => this.#filter({ states: pressed ? states.filter((each) => each !== state) : [...states, state] });
        return html`<button type="button" class=${classMap({ state: true, none: size === 0, [`tone-${tone(state)}`]: true })} aria-pressed=${pressed ? 'true' : 'false'}
            title=${stateTitle(state)} @click=${press}><span aria-hidden="true">${sign(state)}</span> ${state.replaceAll('-', ' ')} <span class="number state-count">${size}</span></button>`;
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
        pin: (target) => this.#pin(target),
        disable: (target) => this.#without(target, true),
        enable: (target) => this.#without(target, false),
        turn: (account) => this.#turn(account),
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

    #pin({ account: name, model }) {
        const account = this.#account(name);
        const others = account.pinned.filter((each) => each !== model);
        const pinned = account.pinned.includes(model) ? others : [...others, model];
        const rest = account.asked.map((target) => target.model).filter((each) => !pinned.includes(each));
        this.#prefer(name, pinned, [...pinned, ...rest], pinned.includes(model) ? `${model} pinned, place ${pinned.length}` : `${model} unpinned`);
    }

    /** All models from the top down to the lowest one that was moved are pinned, in their new order. */
    #dropped(list, id, order) {
        if (list === 'accounts') {
            this.#arrange(id, order);
            return;
        }
        const account = this.#account(list);
        const kept = account.asked.filter(({ model }) => account.pinned.includes(model) || model === id).length;
        const pinned = order.slice(0, Math.max(kept, order.indexOf(id) + 1));
        this.#prefer(list, pinned, order, `${id} moved to place ${order.indexOf(id) + 1}`);
    }

    #prefer(account, pinned, models, done) {
        return this.#write(this.#wishes.grant(account, { models, pinned }), () => changes.changeAccount(account, { pinned }, done));
    }

    #arrange(id, accounts) {
        return this.#write(this.#wishes.grant('', { accounts }),
            () => changes.orderAccounts(accounts, `${id} is tried at place ${accounts.indexOf(id) + 1}`));
    }

    async #without(target, gone) {
        const { account: name, model } = target;
        const before = this.#account(name).without.filter(({ why }) => why !== 'account-disabled').map((target) => target.model);
        const without = gone ? [...before, model] : before.filter((each) => each !== model);
        await this.#write(this.#wishes.grant(name, { without }),
            () => changes.changeAccount(name, { without }, gone ? `${model} is not asked any more` : `${model} is asked again`));
        this.#keepFocus(target);
    }

    async #turn(account) {
        const off = !account.off;
        const last = off && this.#view.filter((each) => !each.off).length === 1;
        if (last && !await confirm({
            title: 'Disable the last account?', text: 'Without an account no call can be answered until one is enabled again.', action: `Disable ${account.name}`,
        })) {
            return;
        }
        await this.#write(this.#wishes.grant(account.name, { off }),
            () => changes.changeAccount(account.name, { disabled: off }, off ? `${account.name} is not asked any more` : `${account.name} is asked again`));
    }

    /** Shows the wish at once, and takes it back where the gateway refuses. */
    async #write(takeBack, send) {
        this.#draw();
        if (await send()) {
            setTimeout(() => this.#ask(), SOON);
        } else {
            takeBack();
            this.#draw();
        }
    }
}

function choice(name, all, value, options, chosen) {
    return html`<select class="input" aria-label=${name} @change=${(event) => chosen(event.target.value)}>
        <option value="" ?selected=${!value}>${all}</option>${options.map(([id, words]) => html`<option value=${id} .selected=${id === value}>${words}</option>`)}</select>`;
}

export default { title: 'Models', open: (root, context) => new ModelsPage(root, context) };
