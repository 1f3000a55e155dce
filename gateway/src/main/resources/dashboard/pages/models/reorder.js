/** Lists whose order a person changes: by dragging a grip, or by taking it up with a key. */

const STEPS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity, PageUp: -10, PageDown: 10 };
const FAR_ENOUGH = 4;
const EDGE = 72;

const moved = (ids, from, to) => {
    const others = ids.filter((_, index) => index !== from);
    others.splice(to, 0, ids[from]);
    return others;
};

/**
 * Items are `[data-list][data-id]`, each with a `[data-grip]` within. `ids(list)` answers an order, `carry(list, order)` shows one that is
 * not decided (null: none), `drop(list, id, order)` decides, `say` tells people who see none of it.
 */
export class Reorder {
    #root;
    #on;
    #carried = null;
    #dragged = null;
    #scrolling = 0;
    #end = new AbortController();

    constructor(root, on) {
        this.#root = root;
        this.#on = on;
        const { signal } = this.#end;
        root.addEventListener('keydown', (event) => this.#key(event), { signal });
        root.addEventListener('focusout', () => this.#left(), { signal });
        root.addEventListener('pointerdown', (event) => this.#press(event), { signal });
        addEventListener('pointermove', (event) => this.#move(event), { signal });
        addEventListener('pointerup', () => this.#release(true), { signal });
        addEventListener('pointercancel', () => this.#release(false), { signal });
        addEventListener('keydown', (event) => this.#dragged && event.key === 'Escape' && this.#release(false), { signal });
    }

    /** True while the pointer holds an item: what is drawn must hold still. */
    get holds() {
        return this.#dragged?.begun ?? false;
    }

    /** The item that was taken up by a key, as `list id`. */
    get carried() {
        return this.#carried && `${this.#carried.list} ${this.#carried.id}`;
    }

    close() {
        this.#release(false);
        this.#end.abort();
    }

    /** To be called after each drawing: a focused element that moves in the document loses its focus. */
    drawn() {
        if (this.#carried) {
            this.#grip(this.#carried)?.focus({ preventScroll: true });
            this.#grip(this.#carried)?.scrollIntoView({ block: 'nearest' });
        }
    }

    #item({ list, id }) {
        return this.#root.querySelector(`[data-list="${CSS.escape(list)}"][data-id="${CSS.escape(id)}"]`);
    }

    #grip(place) {
        return this.#item(place)?.querySelector('[data-grip]');
    }

    #key(event) {
        const grip = event.target.closest('[data-grip]');
        if (!grip || grip.disabled || event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        if (event.key === ' ' || event.key === 'Enter') {
            event.preventDefault();
            if (this.#carried) {
                this.#drop();
            } else {
                this.#take(grip.closest('[data-id]').dataset);
            }
        } else if (this.#carried && event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            this.#putBack();
        } else if (this.#carried && event.key in STEPS) {
            event.preventDefault();
            event.stopPropagation();
            this.#step(STEPS[event.key]);
        }
    }

    #take({ list, id }) {
        const ids = this.#on.ids(list);
        this.#carried = { list, id, ids, before: ids };
        this.#on.carry(list, ids);
        this.#on.say(`${id} taken up, place ${ids.indexOf(id) + 1} of ${ids.length}. Arrow keys move it, space drops it, escape puts it back.`);
    }

    #step(by) {
        const { list, id, ids } = this.#carried;
        const from = ids.indexOf(id);
        const to = Math.min(ids.length - 1, Math.max(0, from + by));
        this.#carried.ids = moved(ids, from, to);
        this.#on.carry(list, this.#carried.ids);
        this.#on.say(to === from ? `${id} is ${to === 0 ? 'first' : 'last'}.` : `Place ${to + 1} of ${ids.length}.`);
    }

    #drop() {
        const { list, id, ids, before } = this.#carried;
        this.#settle();
        const place = ids.indexOf(id);
        this.#on.say(`${id} dropped, place ${place + 1} of ${ids.length}.`);
        if (place !== before.indexOf(id)) {
            this.#on.drop(list, id, ids);
        }
    }

    #putBack() {
        this.#on.say(`${this.#carried.id} put back, place ${this.#carried.before.indexOf(this.#carried.id) + 1}.`);
        this.#settle();
    }

    #settle() {
        const place = this.#carried;
        this.#carried = null;
        this.#on.carry(null, null);
        requestAnimationFrame(() => requestAnimationFrame(() => this.#grip(place)?.focus({ preventScroll: true })));
    }

    /** Whoever goes elsewhere with an item in hand has put it back. */
    #left() {
        requestAnimationFrame(() => requestAnimationFrame(() => {
            if (this.#carried && document.activeElement !== this.#grip(this.#carried)) {
                this.#on.say(`${this.#carried.id} put back.`);
                this.#carried = null;
                this.#on.carry(null, null);
            }
        }));
    }

    #press(event) {
        const grip = event.target.closest('[data-grip]');
        if (!grip || grip.disabled || event.button !== 0) {
            return;
        }
        const item = grip.closest('[data-id]');
        this.#dragged = { item, ...item.dataset, y: event.clientY, scroll: scrollY, begun: false, at: event.clientY };
    }

    #move(event) {
        const drag = this.#dragged;
        if (!drag) {
            return;
        }
        drag.at = event.clientY;
        drag.x = event.clientX;
        if (!drag.begun && Math.abs(drag.at - drag.y) > FAR_ENOUGH) {
            this.#begin(drag);
        }
        if (drag.begun) {
            event.preventDefault();
            this.#follow(drag);
        }
    }

    #begin(drag) {
        drag.begun = true;
        getSelection().removeAllRanges();
        const before = drag.item.getBoundingClientRect().top;
        this.#root.classList.add('dragging', `dragging-${drag.list === 'accounts' ? 'accounts' : 'targets'}`);
        drag.item.dataset.held = '';
        scrollBy(0, drag.item.getBoundingClientRect().top - before);
        drag.scroll = scrollY;
        this.#scrolling = requestAnimationFrame(() => this.#scroll());
    }

    #follow(drag) {
        drag.item.style.setProperty('translate', `0 ${drag.at - drag.y + scrollY - drag.scroll}px`);
        const over = document.elementFromPoint(drag.x, drag.at)?.closest(`[data-list="${CSS.escape(drag.list)}"][data-id]`);
        if (over && over !== drag.item && over.querySelector('[data-grip]')) {
            this.#mark(over, drag);
        }
    }

    #mark(over, drag) {
        const { top, height } = over.getBoundingClientRect();
        const side = drag.at < top + height / 2 ? 'before' : 'after';
        if (drag.over !== over || drag.side !== side) {
            delete drag.over?.dataset.drop;
            Object.assign(drag, { over, side });
            over.dataset.drop = side;
        }
    }

    /** Near the window's edges the list comes along. */
    #scroll() {
        const drag = this.#dragged;
        if (!drag) {
            return;
        }
        const by = drag.at < EDGE ? drag.at - EDGE : Math.max(0, drag.at - (innerHeight - EDGE));
        if (by !== 0) {
            scrollBy(0, by / 4);
            this.#follow(drag);
        }
        this.#scrolling = requestAnimationFrame(() => this.#scroll());
    }

    #release(wanted) {
        const drag = this.#dragged;
        this.#dragged = null;
        if (!drag?.begun) {
            return;
        }
        cancelAnimationFrame(this.#scrolling);
        this.#root.classList.remove('dragging', 'dragging-accounts', 'dragging-targets');
        drag.item.style.removeProperty('translate');
        delete drag.item.dataset.held;
        delete drag.over?.dataset.drop;
        const ids = this.#on.ids(drag.list);
        const order = wanted && drag.over ? this.#between(ids, drag) : ids;
        if (order.indexOf(drag.id) === ids.indexOf(drag.id)) {
            this.#on.carry(null, null);
        } else {
            this.#on.drop(drag.list, drag.id, order);
        }
    }

    #between(ids, { id, over, side }) {
        const others = ids.filter((each) => each !== id);
        others.splice(others.indexOf(over.dataset.id) + (side === 'after' ? 1 : 0), 0, id);
        return others;
    }
}
