/** The usage by group, as a table of nested rows with totals. */
import { html, nothing, repeat, styled } from '../../ui.js';
import * as format from '../../format.js';
import { addUp, named } from './series.js';

/** More rows are not drawn: the CSV has all. */
const MOST_ROWS = 600;

/** Groups are folded where there are more rows than a person reads. */
const MOST_UNFOLDED = 40;

/** What the API counts, and adds up. */
const FIGURES = [
    'calls', 'answered', 'sidestepped', 'waited', 'attempts', 'rate_limited', 'avoided', 'input_tokens', 'output_tokens', 'cached_tokens',
    'cache_written_tokens', 'reasoning_tokens', 'cost_usd', 'estimated', 'unknown', 'unknown_cost_usd', 'unpriced',
];

const share = (figures) => (figures.calls > 0 ? figures.answered / figures.calls : -1);

/** The columns: name, title, what they sort by, how they are written, and whether a bar shows their size. */
export const COLUMNS = [
    { name: 'calls', title: 'Calls', hint: 'Calls that were answered here, or were asked here last', bar: true },
    { name: 'answered', title: 'Answered', hint: 'Calls that were answered to their end, as a share of the calls', by: share, write: (each) => format.percent(each.answered, each.calls) },
    { name: 'cost_usd', title: 'Cost', hint: 'At the prices of their time', bar: true, write: (each) => cost(each) },
    { name: 'sidestepped', title: 'Sidestepped', hint: 'Calls that had something in their way' },
    { name: 'waited', title: 'Waited', hint: 'Calls that waited for a limit' },
    { name: 'rate_limited', title: '429s met', hint: 'Attempts that met a limit' },
    { name: 'avoided', title: 'avoided', hint: 'How often a target was passed over because it was known to be limited' },
    { name: 'input_tokens', title: 'Tokens in', hint: 'Of attempts that are settled or estimated', bar: true },
    { name: 'cached_tokens', title: 'cached', hint: 'Part of the input: read from the provider\'s cache' },
    { name: 'output_tokens', title: 'Tokens out', hint: 'Of attempts that are settled or estimated', bar: true },
    { name: 'reasoning_tokens', title: 'reasoning', hint: 'Part of the output: thought and not said' },
];

/** The cost as a text, and what is not sure about it as its title. */
export function cost(each) {
    const notes = doubts(each);
    const isLess = each.unknown_cost_usd > 0 || each.unpriced > 0;
    const text = each.cost_usd === 0 && each.unpriced > 0 ? 'unpriced' : `${isLess ? '≥ ' : each.estimated > 0 ? '≈ ' : ''}${format.dollars(each.cost_usd)}`;
    return html`<span title=${notes.length > 0 ? notes.join('\n') : nothing}>${text}</span>`;
}

/** What is not sure about some figures, in sentences. */
export function doubts({ estimated, unknown, unknown_cost_usd: most, unpriced }) {
    return [
        ...(estimated > 0 ? [`${format.many(estimated, 'attempt is', 'attempts are')} estimated: the provider told no tokens, ours are in the figures.`] : []),
        ...(unknown > 0 ? [`${format.many(unknown, 'attempt is', 'attempts are')} unknown: nobody knows what ${unknown === 1 ? 'it' : 'they'} took. Not in the figures; at most ${
            format.dollars(most)} more.`] : []),
        ...(unpriced > 0 ? [`${format.many(unpriced, 'attempt')} took tokens of a model without a price, which is not the same as free.`] : []),
    ];
}

const sum = (rows) => Object.fromEntries(FIGURES.map((name) => [name, addUp(rows.map((row) => row[name]))]));

/** Where nobody was asked there is nothing to tell apart below. */
const isNobody = (value, group) => value === '' && ['provider', 'account', 'model'].includes(group);

/** The rows as a tree: a level per group, each node with the sum of what is below. */
export function tree(rows, groups, path = '') {
    const [group, ...rest] = groups;
    if (!group) {
        return [];
    }
    return [...Map.groupBy(rows, (row) => row[group])].map(([value, own]) => {
        const id = `${path}/${value}`;
        return { id, group, name: ['day', 'hour'].includes(group) ? when(value, group) : named(value, group), order: value, figures: sum(own), below: isNobody(value, group) ? [] : tree(own, rest, id) };
    });
}

const dayText = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A day or an hour as the API writes it, in words: it is the viewer's already. */
const when = (value, group) => (group === 'day' ? dayText.format(new Date(`${value}T00:00:00Z`)) : `${dayText.format(new Date(`${value.slice(0, 10)}T00:00:00Z`))}, ${value.slice(11, 16)}`);

/** By which column the rows stand, and which way: `-calls` is the most calls first. */
export function order(text) {
    const name = text.replace(/^-/, '');
    const column = COLUMNS.find((each) => each.name === name);
    const way = text.startsWith('-') ? -1 : 1;
    const value = column ? (node) => (column.by ? column.by(node.figures) : node.figures[name]) : null;
    return (one, other) => way * (value ? value(one) - value(other) || one.order.localeCompare(other.order) : one.order.localeCompare(other.order));
}

/** The nodes that are shown, in order, each with its depth. */
function flat(nodes, by, isOpen, depth = 0) {
    return [...nodes].sort(by).flatMap((node) => [{ node, depth }, ...(node.below.length > 0 && isOpen(node) ? flat(node.below, by, isOpen, depth + 1) : [])]);
}

const written = (column, figures) => (column.write ? column.write(figures) : figures[column.name] === 0 ? html`<span class="faint">0</span>` : format.count(figures[column.name]));

const cell = (column, figures, most) => html`<td class="number">${written(column, figures)}${column.bar
    ? html`<i class="cell-bar" ${styled({ width: `${most[column.name] > 0 ? Math.round((1_000 * figures[column.name]) / most[column.name]) / 10 : 0}%` })}></i>` : nothing}</td>`;

const nameCell = ({ node, depth }, isOpen, fold) => html`<th scope="row" class=${`usage-name depth-${Math.min(depth, 5)}`}>${node.below.length > 0
    ? html`<button class="fold" type="button" aria-expanded=${String(isOpen(node))} @click=${() => fold(node)}><span aria-hidden="true">${isOpen(node) ? '▾' : '▸'}</span> ${node.name}</button>`
    : html`<span class="leaf">${node.name}</span>`}</th>`;

const head = (column, sorted, sort) => {
    const isSorted = sorted.replace(/^-/, '') === column.name;
    const isDown = sorted.startsWith('-');
    const next = isSorted && isDown ? column.name : `-${column.name}`;
    return html`<th scope="col" class="number" aria-sort=${isSorted ? (isDown ? 'descending' : 'ascending') : nothing}><button class="sort" type="button" title=${column.hint}
        @click=${() => sort(next)}>${column.title}<span aria-hidden="true" class="sort-sign">${isSorted ? (isDown ? '↓' : '↑') : ''}</span></button></th>`;
};

/** Which groups are open: all of a short table, else those that somebody opened. */
export const unfolding = (document, touched) => (node) => touched.get(node.id) ?? document.rows.length <= MOST_UNFOLDED;

/** The table. `view` has the order, what is open, and what to do when somebody changes either. */
export function table(document, nodes, { sorted, isOpen, sort, fold }) {
    const rows = flat(nodes, order(sorted), isOpen);
    const most = Object.fromEntries(COLUMNS.filter((each) => each.bar).map((each) => [each.name, Math.max(0, ...nodes.map((node) => node.figures[each.name]))]));
    return html`<div class="scroll usage-scroll" tabindex="0" role="region" aria-label="Usage by group"><table class="table usage-table"><caption class="unseen">Usage by ${document.group_by.join(', then ')}</caption>
        <thead><tr><th scope="col" class="usage-name"><button class="sort" type="button" @click=${() => sort(sorted === 'name' ? '-name' : 'name')}>${document.group_by.join(' › ')}<span aria-hidden="true" class="sort-sign">${
            { name: '↑', '-name': '↓' }[sorted] ?? ''}</span></button></th>${COLUMNS.map((column) => head(column, sorted, sort))}</tr></thead>
        <tbody>${repeat(rows.slice(0, MOST_ROWS), ({ node }) => node.id, (row) => html`<tr class=${`level-${row.depth}`}>${nameCell(row, isOpen, fold)}${COLUMNS.map((column) => cell(column, row.node.figures, most))}</tr>`)}</tbody>
        <tfoot><tr><th scope="row" class="usage-name">Total</th>${COLUMNS.map((column) => html`<td class="number">${written(column, document.total)}</td>`)}</tr></tfoot></table></div>
        ${rows.length > MOST_ROWS ? html`<p class="usage-note small soft">The first ${format.count(MOST_ROWS)} of ${format.count(rows.length)} rows. The CSV has all of them.</p>` : nothing}`;
}
