/** One question and its answer, as far as it has come. */
import { html, nothing, problem } from '../../ui.js';
import * as format from '../../format.js';

/** A question, what was answered, and what that took. */
export const turnView = ({ question, call }) => html`<article class="turn"><p class="question">${question}</p><div class="answer">${
    call.thought ? html`<details class="thought"><summary>Thought first</summary><p>${call.thought}</p></details>` : nothing}${
    call.text ? html`<p class="answer-text">${call.text}</p>` : nothing}${
    call.isOpen && !call.text ? html`<p class="faint">Asking…</p>` : nothing}${
    call.error ? refused(call.error) : nothing}${summary(call)}</div></article>`;

function refused(error) {
    const reasons = [error.status || '', error.code, error.facts?.reason].filter(Boolean);
    return html`${problem(error)}<p class="faint small mono">${reasons.join(' · ')}</p>`;
}

function summary(call) {
    const { usage } = call.facts;
    const parts = [
        call.facts['x-sidestep-target'], call.isStopped ? 'stopped by you' : '', call.isOpen ? '' : format.span(call.elapsed),
        usage ? `${format.count(usage.prompt_tokens)} + ${format.count(usage.completion_tokens)} tokens` : '', cost(call),
        call.facts.finish === 'length' ? 'cut at max tokens' : '',
    ];
    return html`<p class="summary number">${parts.filter(Boolean).map((each) => html`<span>${each}</span>`)}</p>`;
}

/** What the call came to, as far as it is known. */
export function state(call) {
    if (call.isOpen) {
        return 'open';
    }
    if (call.isStopped) {
        return 'cancelled';
    }
    return call.known?.outcome ?? (call.error ? call.error.facts?.reason ?? 'broken' : 'answered');
}

/** What the call cost; empty where nobody knows yet. */
export function cost({ known }) {
    const told = known?.cost;
    return told && told.usd !== null && told.usd !== undefined && !told.unpriced ? format.dollars(told.usd) : '';
}
