/** The list of calls: the newest first, kept where it is while new ones come in. */
import { html, nothing, repeat, badge, icon } from '../../ui.js';
import { axis, duration, trail } from '../../trail.js';
import * as format from '../../format.js';

/** So many calls are asked for at once. */
const PAGE = 50;

/** Open calls further down than this are not looked after. */
const MOST_WATCHED = 300;

/** The list does not grow beyond this: filters find what is further back. */
const MOST_SHOWN = 2_000;

/** What is known of the ledger's newest calls, under one choice of filters. */
export class Calls {
    constructor(api, filters) {
        this.api = api;
        this.filters = filters;
        this.shown = [];
        /** Newer than all that is shown, not shown yet. */
        this.fresh = [];
        this.next = null;
        this.loaded = false;
        /** True where more came than were asked for: then what is between is not known. */
        this.hasGap = false;
    }

    #ask(parameters) {
        return this.api.get('/api/v1/calls', { ...this.filters, with: 'trail', ...parameters });
    }

    /** Asks for the newest, and for what became of those that were under way. */
    async refresh() {
        const lastOpen = this.shown.slice(0, MOST_WATCHED).findLastIndex((call) => call.outcome === 'open');
        const { calls, next } = await this.#ask({ limit: Math.max(PAGE, lastOpen + 1 + this.fresh.length) });
        if (!this.loaded) {
            this.shown = calls;
            this.next = next;
            this.loaded = true;
            return;
        }
        const known = new Map(calls.map((call) => [call.id, call]));
        this.shown = this.shown.map((call) => known.get(call.id) ?? call);
        const newest = this.shown[0]?.id ?? '';
        this.fresh = calls.filter((call) => call.id > newest);
        this.hasGap = this.fresh.length === calls.length && next !== null;
        this.nextAfterGap = next;
    }

    /** Shows those that came meanwhile. */
    admit() {
        if (this.hasGap) {
            this.shown = this.fresh;
            this.next = this.nextAfterGap;
        } else {
            this.shown = [...this.fresh, ...this.shown].slice(0, MOST_SHOWN);
        }
        this.fresh = [];
        this.hasGap = false;
    }

    /** Asks for the next older ones. Answers the first of them. */
    async older() {
        const { calls, next } = await this.#ask({ limit: PAGE, before: this.next });
        this.shown = [...this.shown, ...calls];
        this.next = this.shown.length >= MOST_SHOWN ? null : next;
        return calls[0] ?? null;
    }

    /** The call that stands so many places from another in the list; undefined beyond its ends. */
    neighbour(id, step) {
        const at = this.shown.findIndex((call) => call.id === id);
        return at < 0 ? undefined : this.shown[at + step];
    }
}

/** How many calls wait above the list: "12", or "50+" where nobody counted further. */
const freshCount = (calls) => `${calls.fresh.length}${calls.hasGap ? '+' : ''} new ${calls.fresh.length === 1 ? 'call' : 'calls'}`;

const tokens = ({ input, output, estimated, unknown }) => html`<span title=${
    `${format.count(input)} in, ${format.count(output)} out${estimated ? `, ${estimated} estimated` : ''}${unknown ? `, ${unknown} unknown` : ''}`}>${
    input + output === 0 ? html`<span class="faint">–</span>` : html`${estimated ? '≈ ' : nothing}${format.compact(input)} <span class="faint">→</span> ${format.compact(output)}`}</span>`;

/** What a call cost in a word; what is not known about it stands in the title. */
export function cost({ usd, unknown_usd: unknown, unpriced }) {
    const doubts = [
        ...(unknown > 0 ? [`at most ${format.dollars(unknown)} more: nobody knows what some attempts took`] : []),
        ...(unpriced > 0 ? [`${unpriced} without a price`] : []),
    ];
    return html`<span title=${doubts.length > 0 ? doubts.join('; ') : nothing}>${amount(usd, unknown, unpriced)}</span>`;
}

/** At least what is known, at most what is not. */
function amount(usd, unknown, unpriced) {
    if (usd === 0) {
        return unpriced > 0 ? 'unpriced' : unknown > 0 ? `≤ ${format.dollars(unknown)}` : html`<span class="faint">–</span>`;
    }
    return `${unknown > 0 || unpriced > 0 ? '≥ ' : ''}${format.dollars(usd)}`;
}

const cell = (name, label, content) => html`<span class="call-${name}"><span class="unseen">${label} </span>${content}</span>`;

const who = (call) => html`<span class="call-who"><span class="call-wanted cut" title=${call.wanted}>${call.wanted || '–'}</span>${
    call.target && call.target !== call.wanted
        ? html`<span class="call-target cut" title=${call.target}><span class="unseen">${call.outcome === 'answered' ? 'answered by' : 'last asked'}</span><span aria-hidden="true">${
            call.outcome === 'answered' ? '→' : '⇢'}</span> ${call.target}</span>`
        : html`<span class="call-target faint">${call.target ? 'as asked' : call.outcome === 'open' ? 'under way' : 'nobody was asked'}</span>`}</span>`;

const row = (call, { opened, address, most, index }) => html`<a class="call-row" tabindex=${index === 0 || call.id === opened ? nothing : -1} href=${address(call.id)} data-call=${call.id} aria-current=${
    call.id === opened ? 'true' : nothing}>${
    cell('time', 'At', html`<time datetime=${call.at} title=${format.exact(call.at)}>${format.moment(call.at)}</time>`)}${
    who(call)}${
    html`<span class="call-trail">${trail({ ...call, attempts: call.trail }, most, Date.now())}</span>`}${
    cell('attempts number', 'Attempts', call.trail.length || call.attempts)}${
    cell('duration number', 'Took', call.outcome === 'open' ? html`<span class="faint">…</span>` : format.span(call.duration_ms))}${
    cell('first number', 'First token after', call.first_content_ms === null ? html`<span class="faint">–</span>` : format.span(call.first_content_ms))}${
    cell('tokens number', 'Tokens', tokens(call.tokens))}${
    cell('cost number', 'Cost', cost(call.cost))}${
    cell('client', 'Client', call.client ? html`<span class="cut" title=${call.client}>${call.client}</span>` : html`<span class="faint">–</span>`)}${
    html`<span class="call-outcome">${badge(call.outcome)}</span>`}</a>`;

const COLUMNS = [
    ['time', 'Time'], ['who', 'Wanted, answered by'], ['trail', 'Trail'], ['attempts number', 'Att.'], ['duration number', 'Duration'],
    ['first number', 'First token'], ['tokens number', 'Tokens'], ['cost number', 'Cost'], ['client', 'Client'], ['outcome', 'Outcome'],
];

/** The rows under their headings: one stop for the Tab key, which the arrow keys walk through. */
export function rows(calls, opened, address) {
    const most = axis(calls.shown.map((call) => duration(call)));
    return html`<div class="call-heads" aria-hidden="true">${COLUMNS.map(([name, title]) => html`<span class="call-${name}">${title}${
        name === 'trail' ? html` <span class="call-axis">of ${format.span(most)}</span>` : nothing}</span>`)}</div>
    <div class="call-rows" role="list" aria-label="Calls, the newest first">${
        repeat(calls.shown, (call) => call.id, (call, index) => html`<div role="listitem">${row(call, { opened, address, most, index })}</div>`)}</div>`;
}

/** What stands under the rows. */
export const foot = (calls, isLoading, more) => html`<div class="calls-foot">${calls.next
    ? html`<button class="button" type="button" data-more ?disabled=${isLoading} @click=${more}>${isLoading ? 'Loading…' : 'Load older calls'}</button>`
    : html`<span class="faint small">${calls.shown.length >= MOST_SHOWN
        ? `The list ends after ${format.count(MOST_SHOWN)} calls: the filters find what is further back.`
        : `${format.many(calls.shown.length, 'call')}. The ledger has no older ones here.`}</span>`}</div>`;

/** The button above the rows that tells of new calls. */
export const freshButton = (calls, admit) => (calls.fresh.length > 0
    ? html`<div class="calls-fresh"><button class="button primary" type="button" @click=${admit}>${icon('calls')} ${freshCount(calls)}</button></div>` : nothing);
