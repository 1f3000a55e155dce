/** A call drawn as its trail of attempts: a bar per attempt, as long as its time, its outcome told by colour and by shape. */
import { html, nothing, repeat, styled, tone } from './ui.js';
import * as format from './format.js';

/** Milliseconds that make the shortest and the longest trail: between them a trail grows with the logarithm of its time. */
const SHORTEST = 20;
const LONGEST = 60_000;
const LEAST_SHARE = 0.25;

/** The time that an attempt took so far: one that is under way has no duration yet. */
export const lasting = (attempt, callSpan) => (attempt.outcome === 'open' ? Math.max(0, callSpan - attempt.start_ms) : attempt.duration_ms);

/** The milliseconds since a call began, or that it took. */
export const callSpan = (call, now = Date.now()) => (call.outcome === 'open' ? Math.max(0, now - Date.parse(call.at)) : call.duration_ms);

/** How much of the room a trail of so many milliseconds fills, from a quarter to all of it. */
export function shareOfRoom(milliseconds) {
    const grown = Math.log(Math.max(1, milliseconds / SHORTEST)) / Math.log(LONGEST / SHORTEST);
    return LEAST_SHARE + (1 - LEAST_SHARE) * Math.min(1, grown);
}

/** The parts of a trail in the order of time: waits, attempts, and what lies between them. */
function parts(call, attempts, span) {
    const found = [];
    let at = 0;
    const gap = (until, kind) => {
        if (until > at) {
            found.push({ kind, milliseconds: until - at });
            at = until;
        }
    };
    for (const attempt of attempts) {
        gap(attempt.start_ms - attempt.waited_ms, 'between');
        gap(attempt.start_ms, attempt.waited_ms > 0 ? 'wait' : 'between');
        const milliseconds = lasting(attempt, span);
        found.push({ kind: 'attempt', milliseconds, attempt });
        at = Math.max(at, attempt.start_ms + milliseconds);
    }
    gap(span, call.outcome === 'open' || call.waited_ms > 0 ? 'wait' : 'between');
    return found;
}

/** The trail in a sentence, for those who do not see it, and as its title. */
export function inWords(call, attempts, span = callSpan(call)) {
    const told = attempts.map((attempt) => `${attempt.waited_ms > 0 ? `waited ${format.span(attempt.waited_ms)}, ` : ''}${attempt.target} ${
        attempt.outcome === 'open' ? 'under way for' : `${format.words(attempt.outcome)} after`} ${format.span(lasting(attempt, span))}`);
    return told.length === 0 ? `No attempt was made, ${format.words(call.outcome)}` : told.join('; ');
}

const drawn = ({ kind, milliseconds, attempt }) => (kind === 'attempt'
    ? html`<i class="trail-attempt trail-${shape(attempt.outcome)} tone-${tone(attempt.outcome)}" ${styled({ 'flex-grow': String(Math.max(1, milliseconds)) })}></i>`
    : html`<i class="trail-${kind}" ${styled({ 'flex-grow': String(milliseconds) })}></i>`);

/** The shape of an outcome: whole, low, hollow or cut, so that no colour is needed to tell them apart. */
export function shape(outcome) {
    return { succeeded: 'whole', 'rate-limited': 'low', 'too-large': 'low', open: 'growing', cancelled: 'hollow', unknown: 'hollow' }[outcome] ?? 'cut';
}

/**
 * The trail of a call. Its attempts are those of the live stream or of `GET /api/v1/calls?with=trail`.
 * A call without any is drawn as an empty line.
 */
export function trail(call, attempts = call.trail ?? call.attempts, span = callSpan(call)) {
    const words = inWords(call, attempts, span);
    const room = attempts.length === 0 ? LEAST_SHARE : shareOfRoom(span);
    return html`<span class="trail" role="img" aria-label=${words} title=${words}><span class="trail-room" ${styled({ width: `${(100 * room).toFixed(1)}%` })}>${
        attempts.length === 0 ? html`<i class="trail-none"></i>` : nothing}${repeat(parts(call, attempts, span), (_, index) => index, drawn)}</span></span>`;
}
