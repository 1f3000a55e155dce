/** How calls are drawn: as a trail of attempts on one line, with the waits between them hatched, and each attempt on a lane of its own. */
import { html, nothing, sign, styled, tone } from './ui.js';
import * as format from './format.js';

const NICE = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000, 600_000];

/** The shortest time axis that most of these calls fit on, in milliseconds. */
export function axis(durations) {
    const sorted = [...durations].sort((a, b) => a - b);
    const most = sorted[Math.floor(sorted.length * 0.9)] ?? 0;
    return NICE.find((each) => each >= most) ?? NICE.at(-1);
}

/** How long a call has been under way, or was, in milliseconds. `call.heardAt` is when the stream told its duration. */
export function duration(call, now = Date.now()) {
    if (call.outcome !== 'open') {
        return call.duration_ms;
    }
    return call.heardAt === undefined ? Math.max(0, now - Date.parse(call.at)) : call.duration_ms + Math.max(0, now - call.heardAt);
}

/** How long an attempt has been under way, or was, within a call of so many milliseconds. */
export const lasting = (attempt, span) => (attempt.outcome === 'open' ? Math.max(attempt.duration_ms ?? 0, span - attempt.start_ms) : attempt.duration_ms);

/** What a trail is made of, in order: waits, attempts, and the spans in which neither was. */
export function parts(call, now) {
    if (!call.attempts.length) {
        return unknown(call, now);
    }
    const all = [];
    let at = 0;
    call.attempts.forEach((each) => {
        const wait = Math.min(each.waited_ms, Math.max(0, each.start_ms - at));
        all.push({ kind: 'gap', length: each.start_ms - at - wait }, { kind: 'wait', length: wait });
        const length = lasting(each, duration(call, now));
        all.push({ kind: 'attempt', length, attempt: each });
        at = each.start_ms + length;
    });
    if (call.waits_until) {
        all.push({ kind: 'wait', length: duration(call, now) - at });
    }
    return all.filter((each) => each.kind === 'attempt' || each.length >= 1);
}

/** Of a call of the ledger's list nobody knows yet how long each attempt took. */
function unknown(call, now) {
    const wait = call.waits_until ? duration(call, now) : call.waited_ms;
    const last = { number: call.tried ?? 1, target: call.target, outcome: shown(call), first_content_ms: null };
    const rest = { kind: 'attempt', length: duration(call, now) - wait, attempt: last };
    return [{ kind: 'wait', length: wait }, ...(call.target ? [rest] : [])].filter((each) => each.length >= 1 || each.attempt);
}

const shown = (call) => (call.outcome === 'answered' ? 'succeeded' : call.outcome);

/** The trail on an axis of so many milliseconds; what is longer is cut off, and shows it. */
export function trail(call, most, now) {
    return html`<span class="unseen">Attempts: ${inWords(call)}</span><span class="trail-line ${duration(call, now) > most ? 'cut-off' : ''}" aria-hidden="true">${
        parts(call, now).map((each) => part(each, most))}</span>`;
}

/** The trail for those who do not see it. */
function inWords(call) {
    const told = call.attempts.map((each) => `${each.waited_ms > 0 ? `waited ${format.span(each.waited_ms)}, ` : ''}${each.target} ${format.words(each.outcome)}${
        each.outcome === 'open' ? '' : `, ${format.span(each.duration_ms)}`}`);
    return told.join('; ') || (call.tried ? format.count(call.tried) : 'none was made');
}

function part({ kind, length, attempt }, most) {
    const width = { width: `${Math.round(10_000 * Math.max(0, length) / most) / 100}%` };
    if (kind !== 'attempt') {
        return html`<i class="trail-${kind}" title=${kind === 'wait' ? `waited ${format.span(length)}` : nothing} ${styled(width)}></i>`;
    }
    return html`<i class="trail-attempt tone-${tone(attempt.outcome)} ${attempt.outcome === 'succeeded' ? 'won' : attempt.outcome === 'open' ? 'open' : 'failed'}"
        data-sign=${sign(attempt.outcome)} title=${said(attempt, length)} ${styled(width)}></i>`;
}

const said = (attempt, length) => `${attempt.target}: ${format.words(attempt.outcome)}, ${format.span(length)}`
    + (attempt.first_content_ms === null || attempt.first_content_ms === undefined ? '' : `, first content after ${format.span(attempt.first_content_ms)}`)
    + (attempt.skipped ? `; ${attempt.skipped} passed over before it` : '');

/** How a lane is filled, so that no colour is needed to tell outcomes apart. */
const FILLED = { succeeded: 'whole', answered: 'whole', open: 'whole', cancelled: 'hollow', unknown: 'hollow' };

const percent = (part, whole) => `${Math.min(100, Math.max(0, (100 * part) / whole)).toFixed(3)}%`;

const stretch = (kind, from, until, whole) => (until > from
    ? html`<i class="lane-${kind}" ${styled({ left: percent(from, whole), width: percent(until - from, whole) })}></i>` : nothing);

/** One attempt on a line of its own: its wait, the time until its first content, and the content; of a call of `span`, on an axis of `whole`. */
export function lane(attempt, whole, span) {
    const start = attempt.start_ms;
    const end = start + lasting(attempt, span);
    const first = Math.min(end, start + (attempt.first_content_ms ?? Infinity));
    return html`<div class="lane tone-${tone(attempt.outcome)} lane-${FILLED[attempt.outcome] ?? 'failed'}" aria-hidden="true" title=${
        `began ${format.span(start)} into the call`}>${stretch('wait', start - (attempt.waited_ms ?? 0), start, whole)}${stretch('quiet', start, first, whole)}${
        stretch('stream', first, end, whole)}<i class="lane-edge" ${styled({ left: percent(start, whole) })}></i></div>`;
}

/** What the parts of a lane mean. */
export const laneLegend = html`<p class="lane-legend small faint"><span><i class="key key-wait"></i>wait</span><span><i
    class="key key-quiet"></i>until the first content</span><span><i class="key key-stream"></i>content</span></p>`;

/** The target that answers, or was asked last. */
export const last = (call) => call.attempts.at(-1)?.target ?? call.target ?? '';
