/** A call's way from target to target, drawn from whatever is known of it so far. */
import { html, nothing, badge, tone } from '../../ui.js';
import { lane } from '../../trail.js';
import * as format from '../../format.js';

/** The attempts of a call in the live stream. */
export const ofLive = (call) => call.attempts.map((each) => ({ ...each, passed: each.skipped ?? 0, skipped: [] }));

/** The attempts of a call in the ledger. */
export const ofLedger = (call) => call.attempts.map((each) => ({
    ...each, start_ms: Math.max(0, Date.parse(each.at) - Date.parse(call.at)), passed: each.skipped.length,
}));

/** The attempts of a call that failed, as its error tells them. */
export const ofError = (facts) => (facts.attempts ?? []).map(({ ms, ...each }) => ({ ...each, duration_ms: ms, passed: 0 }));

/** The attempts that the headers of an answer tell: those that failed, and the one that did not. */
export function ofHeaders(facts) {
    const failed = (facts['x-sidestep-trail'] ?? '').split(', ').filter(Boolean).map((each) => {
        const [, target, outcome, seconds] = /^(.*)=([a-z-]+)(?:\((\d+)s\))?$/.exec(each) ?? [null, each, 'unknown', undefined];
        return { target, outcome, cooldown_seconds: Number(seconds ?? 0), passed: 0 };
    });
    const answered = facts['x-sidestep-target'];
    return answered ? [...failed, { target: answered, outcome: 'answered', passed: 0 }] : failed;
}

const TEXT = { open: 'asking…', succeeded: 'answered' };

/** Every attempt as a line: who, what became of it, and when, on one scale of time. */
export function drawn(attempts, elapsed) {
    const whole = Math.max(elapsed ?? 0, ...attempts.map((each) => (each.start_ms ?? 0) + (each.duration_ms ?? 0)), 1);
    return html`<ol class="steps">${attempts.map((each, index) => html`${passed(each)}<li class="step tone-${tone(each.outcome)}">
        <span class="step-number number">${index + 1}</span>
        <span class="step-target"><span class="cut" title=${each.target}>${name(each.target)}</span>${badge(each.outcome, TEXT[each.outcome])}</span>
        ${timed(each, whole, elapsed)}
        ${each.detail ? html`<span class="step-detail">${each.detail}</span>` : nothing}
        ${each.cooldown_seconds ? html`<span class="step-detail">Not asked again for ${format.countdown(each.cooldown_seconds)}.</span>` : nothing}</li>`)}</ol>`;
}

const name = (target) => {
    const slash = target.indexOf('/');
    return html`<span class="soft">${target.slice(0, slash + 1)}</span>${target.slice(slash + 1)}`;
};

/** When it was, as far as that is known: an error tells how long an attempt took, and not when it began. */
function timed(each, whole, elapsed) {
    if (each.duration_ms === undefined) {
        return nothing;
    }
    return html`${lane({ ...each, start_ms: each.start_ms ?? 0 }, whole, elapsed ?? 0)}<span class="step-time number">${
        each.outcome === 'open' ? '' : format.span(each.duration_ms)}</span>`;
}

/** Who was not even asked on the way there. */
function passed({ passed: number, skipped }) {
    if (!number) {
        return nothing;
    }
    const summary = `${format.count(number)} passed over without asking`;
    return html`<li class="step-passed">${skipped?.length ? html`<details><summary>${summary}</summary><ul>${
        skipped.map((each) => html`<li><span class="mono">${each.target}</span> <span class="faint">${
            [format.words(each.why), each.detail].filter(Boolean).join(': ')}</span></li>`)}</ul></details>` : summary}</li>`;
}
