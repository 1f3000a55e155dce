/** The span of time that is looked at: as the address has it, as the API takes it, and as the bars of a chart. */
import * as format from '../../format.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Spans up to this are drawn by the hour, longer ones by the day. */
const MOST_BY_HOUR = 3 * DAY + HOUR;

/** A chart with more bars shows nothing any more. */
const MOST_BARS = 1_500;

/** The spans that a click chooses. */
export const PRESETS = [['today', 'Today'], ['24h', '24 h'], ['7d', '7 d'], ['30d', '30 d']];

const USUAL = '24h';

const pad = (value) => String(value).padStart(2, '0');

/** A local date as the API and date fields have it. */
export const date = (at) => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;

const midnight = (at, days = 0) => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);

const isDate = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

const local = (text, days) => {
    const [year, month, day] = text.split('-').map(Number);
    return new Date(year, month - 1, day + days);
};

/** The moment of a text of the address; a date begins at its midnight, and ends at the next. */
function moment(text, days) {
    const at = isDate(text ?? '') ? local(text, days) : new Date(text ?? NaN);
    return Number.isNaN(at.getTime()) ? null : at;
}

const firstOf = {
    today: (now) => midnight(now),
    '24h': (now) => new Date(Math.floor((now - DAY) / HOUR + 1) * HOUR),
    '7d': (now) => midnight(now, -6),
    '30d': (now) => midnight(now, -29),
};

/** A span with both ends, and what chose it. */
export function read(query, now = new Date()) {
    const from = moment(query.get('from'), 0);
    const to = moment(query.get('to'), 1);
    if (from && (!to || to > from)) {
        return spanOf('', from, to ?? now, to === null || to >= now);
    }
    const preset = firstOf[query.get('range')] ? query.get('range') : USUAL;
    return spanOf(preset, firstOf[preset](now), now, true);
}

const spanOf = (preset, from, to, isOpen) => ({ preset, from, to, isOpen, step: to - from <= MOST_BY_HOUR ? 'hour' : 'day' });

/**
 * The same as the API takes it, which counts by whole hours: where midnight lies within one, that hour belongs to the day
 * in which it begins, so the span begins with the next.
 */
export const parameters = ({ from, to }) => ({ from: new Date(Math.ceil(from / HOUR) * HOUR).toISOString(), to: to.toISOString(), zone: format.zone() });

/** What the address has for a span that was chosen by hand. */
export const chosen = (from, to) => ({ from, to });

const dayText = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayLong = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const hourText = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const hourLong = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

const byHour = (at) => ({ key: String(at.getTime()), begin: at, end: new Date(at.getTime() + HOUR), label: hourText.format(at), title: hourLong.format(at) });
const byDay = (at) => ({ key: date(at), begin: at, end: midnight(at, 1), label: dayText.format(at), title: dayLong.format(at) });

/** The bars of a chart: every hour or day of the span, also those in which nothing was. */
export function bars({ from, to, step }) {
    const found = [];
    const isHour = step === 'hour';
    let at = isHour ? new Date(Math.floor(from / HOUR) * HOUR) : midnight(from);
    while (at < to && found.length < MOST_BARS) {
        const bar = isHour ? byHour(at) : byDay(at);
        found.push(bar);
        at = bar.end;
    }
    return found;
}

/** The bar to which a row of the API belongs. */
export const keyOf = (row, step) => (step === 'hour' ? String(Math.floor(Date.parse(row.hour) / HOUR) * HOUR) : row.day);

/** What the address has for some neighbouring bars: whole days, or hours. */
export function ofBars(first, last, step) {
    return step === 'day' ? chosen(first.key, last.key) : chosen(first.begin.toISOString(), last.end.toISOString());
}

/** The span in words. */
export function inWords({ from, to, step }) {
    const text = step === 'hour' ? hourLong : dayLong;
    const end = step === 'hour' ? to : new Date(to - 1);
    return `${text.format(from)} to ${text.format(end)}`;
}
