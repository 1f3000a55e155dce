/** A call drawn as its trail of attempts: one bar each, as long as it took, with the waits between them hatched. */
import { html, nothing, sign, styled, tone } from './ui.js';
import * as format from './format.js';

const NICE = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000, 600_000];

/** The shortest time axis that most of these calls fit on, in milliseconds. */
export function axis(durations) {
    const sorted = [...durations].sort((a, b) => a - b);
    const most = sorted[Math.floor(sorted.length * 0.9)] ?? 0;
    return NICE.find((each) => each >= most) ?? NICE.at(-1);
}

/** How long a call has been under way, or was. */
export const duration = (call, now) => (call.outcome === 'open' ? Math.max(call.duration_ms, now - call.heardAt + call.duration_ms) : call.duration_ms);

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
        const length = each.outcome === 'open' ? Math.max(each.duration_ms, duration(call, now) - each.start_ms) : each.duration_ms;
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

/** The trail on an axis of so many milliseconds; what is longer is cut off, and shows it. `call.heardAt` is when its duration was true. */
export function trail(call, most, now) {
    return html`<span class="trail-line ${duration(call, now) > most ? 'cut-off' : ''}" aria-hidden="true">${
        parts(call, now).map((each) => part(each, most))}</span>`;
}

function part({ kind, length, attempt }, most) {
    const width = { width: `${Math.round(10_000 * Math.max(0, length) / most) / 100}%` };
    if (kind !== 'attempt') {
        return html`<i class="trail-${kind}" title=${kind === 'wait' ? `waited ${format.span(length)}` : nothing} ${styled(width)}></i>`;
    }
    return html`<i class="trail-attempt tone-${tone(attempt.outcome)} ${attempt.outcome === 'succeeded' ? 'won' : attempt.outcome === 'open' ? 'open' : 'failed'}"
        data-sign=${sign(attempt.outcome)} title=${said(attempt, length)} ${styled(width)}></i>`;
}

const said = (attempt, length) => `${attempt.target}: ${attempt.outcome === 'open' ? 'under way' : format.words(attempt.outcome)}, ${format.span(length)}`
    + (attempt.first_content_ms === null || attempt.first_content_ms === undefined ? '' : `, first content after ${format.span(attempt.first_content_ms)}`)
    + (attempt.skipped ? `; ${attempt.skipped} passed over before it` : '');

/** The target that answers, or was asked last. */
export const last = (call) => call.attempts.at(-1)?.target ?? call.target ?? '';

/** The call in a sentence, for those who do not see it drawn. */
export function sentence(call) {
    const tries = call.attempts.length || call.tried || 0;
    const how = call.outcome === 'answered' ? `answered by ${last(call)}` : call.outcome === 'open' ? 'under way' : format.words(call.outcome);
    return `${format.moment(call.at)}, ${call.wanted}: ${how}, ${format.count(tries)} ${tries === 1 ? 'attempt' : 'attempts'}, ${
        format.span(call.duration_ms)}${call.waited_ms ? `, waited ${format.span(call.waited_ms)}` : ''}`;
}
