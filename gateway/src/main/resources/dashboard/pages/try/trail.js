/** A call's way from target to target, drawn from whatever is known of it so far. */
import { html, nothing, badge, styled, tone } from '../../ui.js';
import * as format from '../../format.js';

/** The attempts of a call in the live stream. */
export const ofLive = (call) => call.attempts.map((each) => ({
    target: each.target, outcome: each.outcome, start: each.start_ms, duration: each.duration_ms,
    waited: each.waited_ms, first: each.first_content_ms, passed: each.skipped ?? 0,
}));

/** The attempts of a call in the ledger. */
export const ofLedger = (call) => call.attempts.map((each) => ({
    target: each.target, outcome: each.outcome, start: Date.parse(each.at) - Date.parse(call.at), duration: each.duration_ms,
    waited: each.waited_ms, first: each.first_content_ms, passed: each.skipped.length, skipped: each.skipped, detail: each.detail,
    cooldown: each.cooldown_seconds,
}));

/** The attempts of a call that failed, as its error tells them. */
export const ofError = (facts) => (facts.attempts ?? []).map((each) => ({
    target: each.target, outcome: each.outcome, duration: each.ms, detail: each.detail, cooldown: each.cooldown_seconds, passed: 0,
}));

/** The attempts that the headers of an answer tell: those that failed, and the one that did not. */
export function ofHeaders(facts) {
    const failed = (facts['x-sidestep-trail'] ?? '').split(', ').filter(Boolean).map((each) => {
        const [, target, outcome, seconds] = /^(.*)=([a-z-]+)(?:\((\d+)s\))?$/.exec(each) ?? [null, each, 'unknown', undefined];
        return { target, outcome, cooldown: seconds === undefined ? undefined : Number(seconds), passed: 0 };
    });
    const answered = facts['x-sidestep-target'];
    return answered ? [...failed, { target: answered, outcome: 'answered', passed: 0 }] : failed;
}

const TEXT = { open: 'asking…', succeeded: 'answered' };

/** Every attempt as a line: who, what became of it, and when, on one scale of time. */
export function drawn(attempts, elapsed) {
    const ends = attempts.map((each) => (each.start ?? 0) + (each.duration ?? 0));
    const scale = Math.max(elapsed ?? 0, ...ends, 1);
    return html`<ol class="steps">${attempts.map((each, index) => html`${passed(each)}<li class="step tone-${tone(each.outcome)}">
        <span class="step-number number">${index + 1}</span>
        <span class="step-target"><span class="cut" title=${each.target}>${name(each.target)}</span>${badge(each.outcome, TEXT[each.outcome])}</span>
        ${lane(each, scale, elapsed)}
        ${each.detail ? html`<span class="step-detail">${each.detail}</span>` : nothing}
        ${each.cooldown ? html`<span class="step-detail">Not asked again for ${format.countdown(each.cooldown)}.</span>` : nothing}</li>`)}</ol>`;
}

const name = (target) => {
    const slash = target.indexOf('/');
    return html`<span class="soft">${target.slice(0, slash + 1)}</span>${target.slice(slash + 1)}`;
};

function lane(each, scale, elapsed) {
    if (each.start === undefined && each.duration === undefined) {
        return nothing;
    }
    const start = each.start ?? 0;
    const duration = each.outcome === 'open' ? Math.max(0, (elapsed ?? start) - start) : each.duration ?? 0;
    const share = (value) => `${Math.min(100, (100 * value) / scale).toFixed(2)}%`;
    const waited = Math.min(each.waited ?? 0, start);
    return html`<span class="scale" title=${`began ${format.span(start)} into the call`}>${
        waited > 0 ? html`<span class="scale-wait" ${styled({ left: share(start - waited), width: share(waited) })}></span>` : nothing}<span
        class="scale-part" ${styled({ left: share(start), width: `max(3px, ${share(duration)})` })}></span></span><span
        class="step-time number">${each.duration === null || each.outcome === 'open' ? '' : format.span(duration)}</span>`;
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
