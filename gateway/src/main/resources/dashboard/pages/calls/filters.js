/** What the list of calls is narrowed to: kept in the address, and chosen from what is there. */
import { html, nothing, repeat } from '../../ui.js';
import * as format from '../../format.js';

/** The names of the filters, as the API and the address have them. */
export const NAMES = ['model', 'account', 'client', 'outcome'];

/** What a call can come to. */
const OUTCOMES = [
    'answered', 'broken', 'cancelled', 'open', 'unknown', 'rate-limited', 'unavailable', 'unauthorized', 'out-of-funds', 'too-large', 'unfit',
    'unknown-model', 'model-unavailable', 'rejected',
];

/** The filters that the address names. */
export const read = (query) => Object.fromEntries(NAMES.filter((name) => query.get(name)).map((name) => [name, query.get(name)]));

/** True where both narrow the list to the same. */
export const same = (one, other) => NAMES.every((name) => one[name] === other[name]);

/** The values that there are: of what the last thirty days used, and of the calls that are shown. */
export class Choices {
    constructor(api) {
        this.api = api;
        this.values = { model: new Set(), account: new Set(), client: new Set(), outcome: new Set(OUTCOMES) };
    }

    /** Asks the usage for the names that there were; where it cannot tell, those of the calls remain. */
    async load() {
        const { rows } = await this.api.get('/api/v1/usage', { group_by: 'account,model,client', from: '-30d' });
        rows.forEach((row) => this.#add(row));
    }

    /** Learns the names of calls. */
    learn(calls) {
        calls.forEach((call) => this.#add(call));
    }

    #add(row) {
        NAMES.filter((name) => row[name]).forEach((name) => this.values[name].add(row[name]));
    }

    of(name, chosen) {
        const all = new Set(this.values[name]);
        if (chosen) {
            all.add(chosen);
        }
        return name === 'outcome' ? [...all] : [...all].sort((one, other) => one.localeCompare(other));
    }
}

const select = (name, chosen, values, choose) => html`<label class="calls-filter"><span>${name[0].toUpperCase()}${name.slice(1)}</span>
    <select class="input" name=${name} .value=${chosen ?? ''} @change=${(event) => choose(name, event.target.value)}>
        <option value="" ?selected=${!chosen}>any</option>${repeat(values, (value) => value, (value) => html`<option value=${value} ?selected=${value === chosen}>${
            name === 'outcome' ? format.words(value) : value}</option>`)}</select></label>`;

/** The row of filters. */
export const controls = (filters, choices, choose, clear) => html`<div class="calls-filters" role="group" aria-label="Narrow the list">${
    NAMES.map((name) => select(name, filters[name], choices.of(name, filters[name]), choose))}${
    Object.keys(filters).length > 0 ? html`<button class="button quiet" type="button" @click=${clear}>Clear filters</button>` : nothing}</div>`;
