/** One call: what it came to, its waterfall of attempts, why each was made, and what it cost. */
import { html, nothing, badge, code, copyButton, fact, icon, repeat, styled, when } from '../../ui.js';
import { duration, lane, lasting, laneLegend } from '../../trail.js';
import * as format from '../../format.js';
import { certainty, course, why, whyNot } from './words.js';
import { curl, recorded } from './curl.js';
import { cost } from './list.js';

const TICKS = 4;

/** A tick further right than this has no room for its words. */
const ROOM = 0.88;
const STEPS = [1, 2, 2.5, 5, 10];

/** Round moments on an axis of so many milliseconds. */
export function ticks(span) {
    const least = Math.max(1, span) / TICKS;
    const power = 10 ** Math.floor(Math.log10(least));
    const step = power * STEPS.find((each) => each * power >= least);
    return Array.from({ length: Math.floor((ROOM * span) / step) + 1 }, (_, index) => index * step);
}

const startOf = (call, attempt) => Math.max(0, Date.parse(attempt.at) - Date.parse(call.at));

/** The attempts as the trail takes them: with their beginning within the call. */
const placed = (call) => call.attempts.map((attempt) => ({ ...attempt, start_ms: startOf(call, attempt) }));

/** The time that the axis shows: never less than the attempts need. */
function axisSpan(call, attempts) {
    const span = duration(call);
    return Math.max(1, span, ...attempts.map((attempt) => attempt.start_ms + lasting(attempt, span)));
}

const percent = (part, whole) => `${((100 * part) / whole).toFixed(3)}%`;

const modelLink = (target) => html`<a href=${`#/models?q=${encodeURIComponent(target)}`}>${target}</a>`;

const passedOver = (skipped, title) => (skipped.length === 0 ? nothing : html`<details class="passed"><summary>${title(skipped.length)}</summary>
    <ul>${skipped.map((each) => html`<li><span class="mono">${each.target}</span> <span class="soft">${whyNot(each)}</span></li>`)}</ul></details>`);

const said = (detail) => (detail ? html`<blockquote class="said">${detail}</blockquote>` : nothing);

const attemptPart = (call, attempt, whole, span) => html`<li class="attempt">
    <div class="attempt-head"><span class="attempt-number">${attempt.number}</span><strong class="attempt-target cut" title=${attempt.target}>${
        modelLink(attempt.target)}</strong><span class="attempt-outcome">${badge(attempt.outcome)}</span></div>
    ${lane(attempt, whole, span)}
    <div class="attempt-words"><p><strong>Why this one:</strong> ${why(attempt, call.wanted)}</p>
    <p class="soft">${course(attempt, lasting(attempt, span), attempt.start_ms)}${
        attempt.cooldown_seconds > 0 ? html` It cools for ${format.countdown(attempt.cooldown_seconds)} because of it.` : nothing}</p>
    ${said(attempt.detail)}${passedOver(attempt.skipped, (count) => `Why not ${count === 1 ? 'another one' : `${count} others`} before it`)}</div></li>`;

function waterfall(call) {
    const attempts = placed(call);
    const whole = axisSpan(call, attempts);
    const span = duration(call);
    return html`<section class="call-part"><h3>What happened</h3>${attempts.length === 0
        ? html`<p class="soft">${call.outcome === 'open' ? 'No attempt was made yet.' : 'No attempt was made: no target could take the call.'}</p>`
        : html`<div class="axis" aria-hidden="true">${ticks(whole).map((tick) => html`<span ${styled({ left: percent(tick, whole) })}>${
            format.span(tick)}</span>`)}</div><ol class="attempts">${
            repeat(attempts, (attempt) => attempt.number, (attempt) => attemptPart(call, attempt, whole, span))}</ol>
        ${laneLegend}`}
        ${call.skipped.length === 0 ? nothing : html`<div class="never"><p><strong>At the end nothing was left:</strong> these were not asked.</p>
            <ul>${call.skipped.map((each) => html`<li><span class="mono">${each.target}</span> <span class="soft">${whyNot(each)}</span></li>`)}</ul></div>`}
    </section>`;
}

function facts(call) {
    return html`<dl class="facts">
        ${fact('At', when(call.at))}
        ${fact('Client', call.client || html`<span class="faint">nobody in particular</span>`)}
        ${fact('Asked', `${call.kind}, ${call.wire}${call.streaming ? ', streamed' : ''}`)}
        ${fact('Duration', call.outcome === 'open' ? `${format.span(duration(call))} so far` : format.span(call.duration_ms))}
        ${fact('First token', format.span(call.first_content_ms))}
        ${fact('Waited', call.waited_ms > 0 ? format.span(call.waited_ms) : 'not at all')}
        ${fact('Cost', cost(call.cost))}
        ${fact('Id', html`<span class="call-id"><code class="cut" title=${call.id}>${call.id}</code></span>`)}
    </dl>`;
}

const price = ({ input_usd_per_million: input, output_usd_per_million: output }) => (input === undefined
    ? html`<span class="faint">no price</span>` : html`$${input} <span class="faint">in,</span> $${output} <span class="faint">out</span>`);

function costRow(attempt, hasWritten) {
    const [word, sentence] = certainty(attempt.tokens.state);
    const isMost = ['open', 'unknown'].includes(attempt.tokens.state);
    const { input, output, cached, cache_written: written, reasoning } = attempt.tokens;
    return html`<tr><th scope="row" class="number">${attempt.number}</th><td class="number">${format.count(input)}</td><td class="number">${format.count(cached)}</td>
        ${hasWritten ? html`<td class="number">${format.count(written)}</td>` : nothing}<td class="number">${format.count(output)}</td><td class="number">${format.count(reasoning)}</td>
        <td class="number">${attempt.cost.usd === null ? '–' : html`${isMost && attempt.cost.usd > 0 ? '≤ ' : nothing}${format.dollars(attempt.cost.usd)}`}</td>
        <td><abbr title=${sentence}>${word}</abbr></td><td>${price(attempt.cost)}</td></tr>`;
}

/** What the sums leave open, in sentences. */
function doubts(call) {
    const states = [...new Set(call.attempts.map((attempt) => attempt.tokens.state))].filter((state) => state !== 'settled');
    return [
        ...states.map((state) => certainty(state).map((text, index) => (index === 0 ? text[0].toUpperCase() + text.slice(1) : text)).join(': ')),
        ...(call.cost.unpriced > 0 ? ['No price is known for a model that took tokens, which is not the same as free.'] : []),
    ];
}

/** Few providers tell what they wrote to their cache: the column is there where one did. */
const writes = (call) => call.attempts.some((attempt) => attempt.tokens.cache_written > 0);

const costs = (call) => (call.attempts.length === 0 ? nothing : html`<section class="call-part"><h3>What it took</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Tokens and cost of each attempt"><table class="table costs"><thead><tr><th scope="col" class="number">#</th>
    <th scope="col" class="number">In</th><th scope="col" class="number" title="Part of the input: read from the provider's cache">cached</th>${
        writes(call) ? html`<th scope="col" class="number" title="Part of the input: written to the provider's cache">written</th>` : nothing}
    <th scope="col" class="number">Out</th><th scope="col" class="number" title="Part of the output">thought</th><th scope="col" class="number">Cost</th><th scope="col">Known</th><th scope="col">Per million tokens</th></tr></thead>
    <tbody>${call.attempts.map((attempt) => costRow(attempt, writes(call)))}</tbody></table></div>
    <p class="small soft">In all ${format.dollars(call.cost.usd)}${call.cost.unknown_usd > 0 ? `, and at most ${format.dollars(call.cost.unknown_usd)} more` : ''}.${
        doubts(call).map((doubt) => html` ${doubt}`)}</p></section>`);

const pretty = (text) => {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
};

const recording = (title, text) => html`<details class="recording"><summary>${title}</summary>${text
    ? code(pretty(text)) : html`<p class="soft">Nothing was recorded.</p>`}</details>`;

const contents = (call) => (call.content ? html`<section class="call-part"><h3>What was said</h3>${
    recording('The request', call.content.request)}${recording('The answer', call.content.answer)}</section>` : nothing);

const again = (call) => html`<section class="call-part"><h3>Ask again</h3>${code(curl(call))}<p class="small faint">${recorded(call) && call.kind !== 'agent'
    ? 'With the request as it was recorded.' : 'What was asked is not recorded, so it asks for the same model with a greeting.'} <code>$SIDESTEP_KEY</code> is a key of your own; no key stands in it.</p></section>`;

/** The call in a heading. */
export const title = (call) => call.wanted || 'Call';

/** All of a call. */
export const detail = (call) => html`<div class="call-lead">${badge(call.outcome)}${call.target
    ? html`<span class="soft">${call.outcome === 'answered' ? 'by' : 'last asked:'} ${modelLink(call.target)}</span>` : nothing}</div>
    ${said(call.detail)}${facts(call)}
    <div class="row">${copyButton(() => curl(call), 'Copy as curl')}${copyButton(call.id, 'Copy id')}</div>
    ${waterfall(call)}${costs(call)}${contents(call)}${again(call)}`;

/** The buttons that walk the list and close the call. */
export const walk = ({ newer, older, close }) => html`<div class="call-walk">
    <button class="button quiet only-icon" type="button" title="Newer call (←)" aria-label="Newer call" ?disabled=${!newer} @click=${newer}><span aria-hidden="true">↑</span></button>
    <button class="button quiet only-icon" type="button" title="Older call (→)" aria-label="Older call" ?disabled=${!older} @click=${older}><span aria-hidden="true">↓</span></button>
    <button class="button quiet only-icon" type="button" title="Close (Escape)" aria-label="Close" data-close @click=${close}>${icon('close')}</button></div>`;
