/** A text field that knows what can be asked for: type to narrow, arrows to choose, any other text is taken as it is. */
import { html, nothing, icon } from '../../ui.js';

const MOST = 200;

/** A picker of `{ id, group, note, available }`. `draw` is asked for whenever it looks otherwise. */
export class Picker {
    #options = [];
    #isOpen = false;
    #at = -1;
    #typed = '';

    constructor({ id, value, draw, chosen }) {
        this.id = id;
        this.value = value;
        this.draw = draw;
        this.chosen = chosen;
    }

    set options(options) {
        this.#options = options;
    }

    #found() {
        const words = this.#typed.toLowerCase().split(/\s+/).filter(Boolean);
        return this.#options.filter(({ id, group }) => words.every((word) => `${group} ${id}`.toLowerCase().includes(word))).slice(0, MOST);
    }

    #show(typed) {
        this.#isOpen = true;
        this.#typed = typed;
        this.#at = typed ? 0 : this.#found().findIndex(({ id }) => id === this.value);
        this.draw();
        this.#look();
    }

    #close() {
        this.#isOpen = false;
        this.draw();
    }

    #choose(id) {
        this.value = id;
        this.#typed = '';
        this.#close();
        this.chosen(id);
    }

    #typing(event) {
        this.value = event.target.value;
        this.chosen(this.value);
        this.#show(event.target.value);
    }

    #key(event) {
        const found = this.#found();
        const moves = { ArrowDown: 1, ArrowUp: -1 };
        if (event.key in moves) {
            event.preventDefault();
            if (!this.#isOpen) {
                this.#show('');
                return;
            }
            this.#at = Math.min(found.length - 1, Math.max(0, this.#at + moves[event.key]));
            this.draw();
            this.#look();
        } else if (event.key === 'Enter' && this.#isOpen) {
            event.preventDefault();
            const one = found[this.#at];
            if (one) {
                this.#choose(one.id);
            } else {
                this.#close();
            }
        } else if (event.key === 'Escape' && this.#isOpen) {
            event.preventDefault();
            this.#close();
        }
    }

    /** Keeps the option that the arrows are at in sight. */
    #look() {
        requestAnimationFrame(() => document.getElementById(`${this.id}-${this.#at}`)?.scrollIntoView({ block: 'nearest' }));
    }

    view() {
        const found = this.#isOpen ? this.#found() : [];
        return html`<div class="picker"><input class="input mono" id=${this.id} role="combobox" autocomplete="off" spellcheck="false"
            aria-expanded=${this.#isOpen} aria-controls="${this.id}-list" aria-autocomplete="list"
            aria-activedescendant=${this.#isOpen && this.#at >= 0 ? `${this.id}-${this.#at}` : nothing}
            .value=${this.value} @input=${(event) => this.#typing(event)} @keydown=${(event) => this.#key(event)}
            @focus=${(event) => event.target.select()} @click=${() => this.#isOpen || this.#show('')} @blur=${() => this.#isOpen && this.#close()}>
            <span class="picker-sign">${icon('search')}</span>
            <div class="picker-list" id="${this.id}-list" role="listbox" aria-label="What can be asked for" ?hidden=${!this.#isOpen}>${
            groups(found).map((group) => html`<div role="group" aria-label=${group}><p class="picker-group" aria-hidden="true">${group}</p>${
                found.map((option, index) => (option.group === group ? this.#option(option, index) : nothing))}</div>`)}${
            this.#isOpen && found.length === 0 ? html`<p class="picker-none" role="option" aria-disabled="true" aria-selected="false">Nothing has
                this name; it is asked for as it stands.</p>` : nothing}</div></div>`;
    }

    #option({ id, note, available }, index) {
        const choose = (event) => {
            event.preventDefault();
            this.#choose(id);
        };
        return html`<div class="picker-option" role="option" id="${this.id}-${index}" aria-selected=${index === this.#at}
            @mousedown=${choose}><span class="mono cut">${id}</span>${available ? nothing : html`<span class="tag">cooling</span>`}${
            note ? html`<span class="faint small">${note}</span>` : nothing}</div>`;
    }
}

const groups = (options) => [...new Set(options.map(({ group }) => group))];
