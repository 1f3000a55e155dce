/** How numbers, spans, moments and money are written, everywhere the same. */

const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const clockShort = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

/** 1,234,567. */
export const count = (value) => integers.format(value ?? 0);

/** 1.23M: where there is no room for all digits. */
export const compact = (value) => (Math.abs(value ?? 0) < 10_000 ? integers.format(value ?? 0) : short.format(value));

/** `1 model`, `2 models`. */
export const many = (number, word, plural = `${word}s`) => `${count(number)} ${number === 1 ? word : plural}`;

/** A share of a whole: 99.5 %; never 100 % of what is not all, nor 0 % of what is some. */
export function percent(part, whole) {
    if (!whole) {
        return '–';
    }
    const share = (100 * part) / whole;
    if (share > 0 && share < 0.1) {
        return '< 0.1 %';
    }
    if (share < 100 && share > 99.9) {
        return '> 99.9 %';
    }
    return `${Number.isInteger(share) || share < 1 ? +share.toFixed(1) : share.toFixed(1)} %`;
}

/** US dollars, as exact as the amount is small: $12.34, $0.0042. */
export function dollars(value) {
    if (value === null || value === undefined) {
        return '–';
    }
    if (value !== 0 && Math.abs(value) < 0.000001) {
        return '< $0.000001';
    }
    const digits = Math.abs(value) >= 1 || value === 0 ? 2 : Math.abs(value) >= 0.01 ? 4 : 6;
    return `$${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** A span of milliseconds between two moments: 7 ms, 1.25 s, 2 m 5 s. */
export function span(milliseconds) {
    if (milliseconds === null || milliseconds === undefined) {
        return '–';
    }
    if (milliseconds < 1_000) {
        return `${Math.round(milliseconds)} ms`;
    }
    if (milliseconds < 60_000) {
        return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
    }
    return countdown(milliseconds / 1_000);
}

/** Whole seconds until something, rounded up: 22m 46s, 3h 05m, 2d 4h. */
export function countdown(seconds) {
    const left = Math.max(0, Math.ceil(seconds));
    const pad = (value) => String(value).padStart(2, '0');
    if (left < 60) {
        return `${left}s`;
    }
    if (left < 3_600) {
        return `${Math.floor(left / 60)}m ${pad(left % 60)}s`;
    }
    if (left < 86_400) {
        return `${Math.floor(left / 3_600)}h ${pad(Math.floor((left % 3_600) / 60))}m`;
    }
    return `${Math.floor(left / 86_400)}d ${Math.floor((left % 86_400) / 3_600)}h`;
}

/** Seconds from now until an ISO instant; 0 where it is past. */
export const secondsUntil = (iso, now = Date.now()) => Math.max(0, (Date.parse(iso) - now) / 1_000);

/** A moment in the viewer's zone: the time of today, else the day and the time. */
export function moment(iso, now = new Date()) {
    const at = new Date(iso);
    return at.toDateString() === now.toDateString() ? clock.format(at) : `${day.format(at)}, ${clockShort.format(at)}`;
}

/** The exact instant in the viewer's zone, with its offset: for titles. */
export function exact(iso) {
    const at = new Date(iso);
    const minutes = -at.getTimezoneOffset();
    const pad = (value, digits = 2) => String(value).padStart(digits, '0');
    const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
    const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
    return `${date} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)} ${offset}`;
}

/** An id as people say it: "rate limited" for rate-limited, "under way" for a call or an attempt that is open. */
export const words = (id) => (id === 'open' ? 'under way' : String(id ?? '').replaceAll('-', ' ').replaceAll('_', ' '));

/** The viewer's time zone, as the API takes it. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
