/** Usage: what was used over time and by whom, what it cost, and how many limits were met and avoided. */
import { html, nothing, render, empty, firstCall, figure, icon, panel, perFrame, problem, repeat, waiting, createRef, ref } from '../ui.js';
import * as format from '../format.js';
import * as range from './usage/range.js';
import { MEASURES, series } from './usage/series.js';
import { Bars, legend, paintLegend } from './usage/chart.js';
import { cost, doubts, table, tree, unfolding } from './usage/table.js';

/** How often a span that goes on is asked for anew. */
const ANEW = 15_000;

const GROUPS = ['provider', 'account', 'model', 'client', 'day', 'hour'];
const TIMES = ['day', 'hour'];
const USUAL = { by: 'provider,model', show: 'calls', sort: '-calls' };

/** What the address asks for: unknown words are taken for what is usual. */
function asked(query) {
    const by = (query.get('by') ?? USUAL.by).split(',').filter((group, index, all) => GROUPS.includes(group) && all.indexOf(group) === index);
    const show = query.get('show');
    return {
        by: by.length > 0 ? by : USUAL.by.split(','), show: Object.hasOwn(MEASURES, show ?? '') ? show : USUAL.show, sort: query.get('sort') ?? USUAL.sort,
        split: by.find((group) => !TIMES.includes(group)) ?? '',
    };
}

/** The page while it is open. */
class UsagePage {
    #root;
    #api;
    #go;
    #query;
    #asked;
    #range;
    #told = null;
    #failure = null;
    #isLoading = true;
    #turn = 0;
    #touched = new Map();
    #bars = null;
    #canvas = createRef();
    #band = createRef();
    #draw;
    #ends = [];

    constructor(root, { api, go, params }) {
        this.#root = root;
        this.#api = api;
        this.#go = go;
        this.#draw = perFrame(() => this.#render());
        const anew = setInterval(() => !document.hidden && this.#range.isOpen && this.#load(), ANEW);
        const repaint = () => this.#paint();
        document.addEventListener('themechange', repaint);
        this.#ends.push(() => clearInterval(anew), () => document.removeEventListener('themechange', repaint), () => this.#draw.stop());
        this.#take(params.query);
    }

    close() {
        this.#turn++;
        this.#bars?.close();
        this.#ends.forEach((end) => end());
    }

    /** Takes a new address without beginning anew. */
    change({ query }) {
        this.#take(query);
    }

    #take(query) {
        const before = this.#query;
        this.#query = query;
        this.#asked = asked(query);
        const isSame = ['range', 'from', 'to', 'by'].every((name) => before?.get(name) === query.get(name));
        if (before && isSame) {
            this.#draw();
        } else {
            this.#isLoading = true;
            this.#touched = new Map();
            this.#range = range.read(query);
            this.#render();
            this.#load();
        }
    }

    async #load() {
        const turn = ++this.#turn;
        const span = range.read(this.#query);
        const { by, split } = this.#asked;
        const parameters = range.parameters(span);
        try {
            const [groups, times] = await Promise.all([
                this.#api.get('/api/v1/usage', { group_by: by.join(','), ...parameters }),
                this.#api.get('/api/v1/usage', { group_by: [span.step, split].filter(Boolean).join(','), ...parameters }),
            ]);
            if (turn === this.#turn) {
                this.#range = span;
                this.#told = { groups, times, nodes: tree(groups.rows, by), span, split, bars: range.bars(span) };
                this.#failure = null;
            }
        } catch (failure) {
            if (turn === this.#turn) {
                this.#failure = failure;
                // What is shown is still true of its time; what was refused is not to be taken for it.
                this.#told = failure.status === 400 ? null : this.#told;
            }
        }
        if (turn === this.#turn) {
            this.#isLoading = false;
            this.#draw();
        }
    }

    /** Changes the address; what is left empty goes out of it. */
    #set(changes) {
        const query = { ...Object.fromEntries(this.#query), ...changes };
        this.#go('usage', [], Object.fromEntries(Object.entries(query).filter(([name, value]) => value && value !== USUAL[name])));
    }

    #zoom(first, last) {
        this.#set({ range: '', ...range.ofBars(first, last, this.#range.step) });
    }

    #render() {
        render(html`<div class="page-head"><h1>Usage</h1><p>${range.inWords(this.#range)}, in the time of ${format.zone()}</p></div>${this.#content()}`, this.#root);
        this.#paint();
    }

    #content() {
        if (this.#failure?.code === 'no_store') {
            return html`<div class="panel">${empty('Nothing is counted here', this.#failure.message)}</div>`;
        }
        return html`${this.#controls()}${this.#failure ? problem(this.#failure, () => this.#load()) : nothing}${this.#figures()}`;
    }

    #figures() {
        const told = this.#told;
        if (!told) {
            return this.#failure ? this.#forget() : html`<div class="panel">${waiting(8)}</div>`;
        }
        const { total } = told.groups;
        if (told.groups.rows.length === 0) {
            this.#forget();
            return html`<div class="panel">${empty('Nothing was used in this time', 'Calls are counted once they are over: by provider, account, model and client, with their tokens and what they cost. Choose a longer time, or send a call:',
                firstCall())}</div>`;
        }
        return html`<dl class="figures usage-figures" aria-busy=${String(this.#isLoading)}>
            ${figure('Calls', format.count(total.calls), { note: `${format.count(total.attempts)} attempts` })}
            ${figure('Answered', format.percent(total.answered, total.calls), { note: total.calls - total.answered === 0 ? 'all of them' : `all but ${format.count(total.calls - total.answered)}` })}
            ${figure('Sidestepped', format.count(total.sidestepped), { note: format.percent(total.sidestepped, total.calls), title: 'Calls that had something in their way' })}
            ${figure('Waited', format.count(total.waited), { title: 'Calls that waited for a limit' })}
            ${figure('429s met', format.count(total.rate_limited), { title: 'Attempts that met a limit' })}
            ${figure('429s avoided', format.count(total.avoided), { title: 'How often a target was passed over because it was known to be limited' })}
            ${figure('Tokens', format.compact(total.input_tokens + total.output_tokens), { note: `${format.compact(total.input_tokens)} in, ${format.compact(total.output_tokens)} out` })}
            ${figure('Cost', cost(total), { note: total.unknown_cost_usd > 0 ? `+ at most ${format.dollars(total.unknown_cost_usd)}` : nothing })}
        </dl>${this.#chart(told)}${this.#groups(told)}`;
    }

    /** The chart's canvas is about to go. */
    #forget() {
        this.#bars?.close();
        this.#bars = null;
        return nothing;
    }

    #controls() {
        const { preset, from, to } = this.#range;
        const choose = () => {
            const [first, last] = ['from', 'to'].map((name) => this.#root.querySelector(`[name="${name}"]`).value);
            if (first) {
                this.#set({ range: '', from: first, to: last });
            }
        };
        return html`<div class="usage-controls"><div class="segmented" role="group" aria-label="Time">${range.PRESETS.map(([name, title]) => html`<button type="button"
            aria-pressed=${String(preset === name)} @click=${() => this.#set({ range: name, from: '', to: '' })}>${title}</button>`)}</div>
            <div class="usage-dates"><label><span class="unseen">From</span><input class="input" type="date" name="from" .value=${range.date(from)} max=${range.date(new Date())} @change=${choose}></label>
            <span class="faint" aria-hidden="true">to</span><label><span class="unseen">to</span><input class="input" type="date" name="to" .value=${range.date(new Date(to - 1))} max=${range.date(new Date())} @change=${choose}></label></div>
            ${this.#grouping()}</div>`;
    }

    #grouping() {
        const { by } = this.#asked;
        const choose = (place, group) => {
            const next = by.map((each, index) => (index !== place && each === group ? by[place] : each));
            this.#set({ by: [...next.slice(0, place), group, ...next.slice(place + 1)].filter((each, index, all) => each && all.indexOf(each) === index).join(',') });
        };
        const places = by.length < GROUPS.length ? [...by, ''] : by;
        return html`<div class="usage-grouping" role="group" aria-label="Group by"><span class="small soft" aria-hidden="true">by</span>${repeat(places, (_, place) => place, (group, place) => html`${
            place > 0 ? html`<span class="faint" aria-hidden="true">›</span>` : nothing}<label><span class="unseen">${place === 0 ? 'Group by' : 'then by'}</span>
            <select class="input" .value=${group} @change=${(event) => choose(place, event.target.value)}>${by.length > 1 || group === '' ? html`<option value="" ?selected=${group === ''}>–</option>` : nothing}${
                GROUPS.map((each) => html`<option value=${each} ?selected=${each === group}>${each}</option>`)}</select></label>`)}</div>`;
    }

    #series({ times, span, split, bars }) {
        return series(MEASURES[this.#asked.show], times.rows, { bars, step: span.step, group: split });
    }

    #chart(told) {
        const { show } = this.#asked;
        const measure = MEASURES[show];
        const lines = this.#series(told);
        const words = `${measure.title} by ${told.span.step}, ${range.inWords(told.span)}. ${lines.map((each) => `${each.name}: ${measure.write(each.total)}`).join('; ')}`;
        const switches = html`<div class="segmented" role="group" aria-label="What the chart shows">${Object.entries(MEASURES).map(([name, each]) => html`<button type="button"
            aria-pressed=${String(name === show)} @click=${() => this.#set({ show: name })}>${each.title}</button>`)}</div>`;
        return panel(`${measure.title} by ${told.span.step}`, html`<div class="panel-body stack">
            <div class="usage-chart"><canvas ${ref(this.#canvas)} role="img" aria-label=${words}></canvas><div class="usage-band" hidden ${ref(this.#band)}></div></div>
            ${legend(lines, measure)}
            <p class="small faint">Drag over the bars to look at a part of the time.</p>
            ${this.#sameInNumbers(told, lines, measure)}</div>`, { actions: switches });
    }

    #sameInNumbers({ bars, span }, lines, measure) {
        return html`<details class="usage-numbers"><summary>The same in numbers</summary><div class="scroll" tabindex="0" role="region" aria-label="The chart in numbers"><table class="table">
            <thead><tr><th scope="col">${span.step}</th>${lines.map((each) => html`<th scope="col" class="number">${each.name}</th>`)}</tr></thead>
            <tbody>${bars.map((bar, index) => html`<tr><th scope="row">${bar.title}</th>${lines.map((each) => html`<td class="number">${
                each.data[index] === 0 ? html`<span class="faint">0</span>` : measure.write(each.data[index])}</td>`)}</tr>`)}</tbody></table></div></details>`;
    }

    #groups({ groups, nodes }) {
        const isOpen = unfolding(groups, this.#touched);
        const view = {
            sorted: this.#asked.sort, isOpen, sort: (sort) => this.#set({ sort }),
            fold: (node) => {
                this.#touched.set(node.id, !isOpen(node));
                this.#draw();
            },
        };
        const csv = this.#api.address('/api/v1/usage', { group_by: groups.group_by.join(','), from: groups.from, to: groups.to, zone: groups.zone, format: 'csv' });
        const notes = doubts(groups.total);
        return panel(`By ${groups.group_by.join(', then ')}`, html`${table(groups, nodes, view)}${notes.length > 0
            ? html`<ul class="usage-note small soft">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}`,
        { actions: html`<a class="button" href=${csv} download="usage.csv">${icon('out')} CSV</a>` });
    }

    #paint() {
        const canvas = this.#canvas.value;
        if (!this.#told || !canvas?.isConnected) {
            return;
        }
        this.#bars ??= new Bars(canvas, this.#band.value, (first, last) => this.#zoom(first, last));
        this.#bars.show({ bars: this.#told.bars, series: this.#series(this.#told), measure: MEASURES[this.#asked.show] })
            .catch((failure) => console.error('the chart cannot be drawn', failure));
        paintLegend(this.#root);
    }
}

export default { title: 'Usage', open: (root, context) => new UsagePage(root, context) };
