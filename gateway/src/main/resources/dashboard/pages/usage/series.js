/** The rows of the usage as series of a chart: what is counted, and how it is told apart. */
import * as format from '../../format.js';
import { keyOf } from './range.js';

/** More series cannot be told apart: the rest is drawn as one. */
const MOST = 7;

const NANO = 1e9;

/** Adds up dollars as exactly as the API counts them, to a billionth. */
export const addUp = (values) => values.reduce((sum, value) => sum + Math.round(value * NANO), 0) / NANO;

const ofGroup = (value) => ({ values: (row) => value(row), parts: null });

const parts = (...named) => ({ values: null, parts: named });

/** What the chart can show. `tone` gives its axis and tooltip their words. */
export const MEASURES = {
    calls: { title: 'Calls', write: format.count, short: format.compact, ...ofGroup((row) => row.calls) },
    tokens: {
        title: 'Tokens', write: format.count, short: format.compact, ...parts(
            ['in', (row) => row.input_tokens - row.cached_tokens],
            ['in, cached', (row) => row.cached_tokens],
            ['out', (row) => row.output_tokens - row.reasoning_tokens],
            ['out, reasoning', (row) => row.reasoning_tokens],
        ),
    },
    cost: { title: 'Cost', write: format.dollars, short: format.dollars, ...ofGroup((row) => row.cost_usd) },
    limits: {
        title: '429s', write: format.count, short: format.compact, ...parts(
            ['met', (row) => row.rate_limited],
            ['avoided', (row) => row.avoided],
        ),
    },
};

/** How a group without a name is written. */
export const named = (value, group) => value || { client: 'nobody in particular' }[group] || '(nobody was asked)';

function gathered(rows, bars, step, value) {
    const sums = new Map(bars.map((bar) => [bar.key, []]));
    rows.forEach((row) => sums.get(keyOf(row, step))?.push(value(row)));
    return bars.map((bar) => addUp(sums.get(bar.key)));
}

const seriesOf = (name, rows, bars, step, value) => {
    const data = gathered(rows, bars, step, value);
    return { name, data, total: addUp(data) };
};

/** The series of some rows, the largest first, of which the smallest may stand together as "others". */
export function series(measure, rows, { bars, step, group }) {
    if (measure.parts) {
        return measure.parts.map(([name, value]) => seriesOf(name, rows, bars, step, value));
    }
    if (!group) {
        return [seriesOf('all', rows, bars, step, measure.values)];
    }
    const all = [...Map.groupBy(rows, (row) => row[group])]
        .map(([value, own]) => seriesOf(named(value, group), own, bars, step, measure.values))
        .filter((each) => each.total > 0)
        .sort((one, other) => other.total - one.total);
    return all.length <= MOST + 1 ? all : [...all.slice(0, MOST), others(all.slice(MOST))];
}

function others(rest) {
    const data = rest[0].data.map((_, index) => addUp(rest.map((each) => each.data[index])));
    return { name: `${rest.length} others`, data, total: addUp(data), isRest: true };
}
