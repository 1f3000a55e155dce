/** One target as a row, and what stands behind it. */
import { count, exact, many, words as spoken } from '../../format.js';
import { badge, bar, classMap, fact, html, icon, nothing } from '../../ui.js';
import { endsAt, remaining, resetsAt } from './plan.js';
import * as words from './words.js';

const LOW = 0.15;

/** A countdown that runs by itself: the page fills it each second. */
export const countdown = (at) => html`<time class="countdown" data-ends=${at} title=${`until ${exact(new Date(at).toISOString())}`}></time>`;

/** A moment in the viewer's zone, with the exact instant as its title. */
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
export const at = (moment) => {
    const date = new Date(moment);
    return html`<time datetime=${date.toISOString()} title=${exact(date.toISOString())}>${
        (date.toDateString() === new Date().toDateString() ? clock : day).format(date)}</time>`;
};

const idOf = (target) => `target-${target.target.replaceAll(/[^\w-]/g, '_')}`;

/** A target in the list. `row` says how it stands there: its place, whether it is pinned, open, carried. */
export function targetRow(target, row, on) {
    return html`<li class=${classMap({ target: true, open: row.open, carried: row.carried, off: target.state === 'disabled' })}
        data-list=${target.account} data-id=${target.model} data-state=${target.state}>
        ${grip(target, row)}
        <div class="target-name"><h3><button type="button" class="target-open" aria-expanded=${row.open ? 'true' : 'false'} aria-controls=${idOf(target)}
            title=${target.target} @click=${() => on.open(target)}>${icon('chevron')}<span class="cut">${target.model}</span></button></h3>
            <p class="target-tags">${tags(target)}</p></div>
        <div class="target-state">${state(target)}</div>
        <div class="target-room">${rooms(target)}</div>
        <div class="target-health"><span class="cell-name">Health</span>${health(target)}</div>
        <div class="target-first"><span class="cell-name">First token</span>${first(target)}</div>
        <div class="target-price"><span class="cell-name">Price per million</span>${price(target)}</div>
        <div class="target-actions">${actions(target, row, on)}</div>
        <div class="target-more" id=${idOf(target)} ?hidden=${!row.open}>${row.open ? more(target) : nothing}</div></li>`;
}

function grip({ model, state: id }, { place, movable, carried }) {
    if (id === 'disabled') {
        return html`<span class="grip none"></span>`;
    }
    const title = movable ? 'Drag to move, or press space and use the arrow keys' : 'The order can be changed where no filter hides a part of it';
    return html`<button type="button" class="grip" data-grip aria-pressed=${carried ? 'true' : 'false'} ?disabled=${!movable}
        aria-label=${`Move ${model}, place ${place}`} title=${title}><span class="grip-place" aria-hidden="true">${place}</span>${icon('grip')}</button>`;
}

function tags({ features, context_window: context, max_output: output, lifecycle, ends_on: end }) {
    return html`${lifecycle === 'deprecated' || lifecycle === 'retired' ? html`<span class="tag end tone-${lifecycle === 'retired' ? 'bad' : 'warn'}"
        title=${lifecycle === 'retired' ? 'Its provider has retired this model' : 'Its provider has announced the end of this model'}>${
        lifecycle === 'retired' ? 'retired' : 'ends'}${end ? ` ${end}` : ''}</span>` : nothing}${
        context || output ? html`<span class="tag" title=${sizes(context, output)}>${[context, output].filter(Boolean).map(words.size).join(' → ')}</span>` : nothing}${
        words.shownFeatures(features).map(({ word, title }) => html`<span class="tag" title=${title}>${word}</span>`)}`;
}

const sizes = (context, output) => [
    context && `Context window of ${context.toLocaleString('en-US')} tokens`, output && `at most ${output.toLocaleString('en-US')} tokens of output`,
].filter(Boolean).join(', ');

function state(target) {
    const ends = endsAt(target);
    return html`<p class="state-line" title=${words.stateTitle(target.state)}>${badge(target.state)}${ends ? countdown(ends) : nothing}</p>${because(target)}`;
}

function because({ state: id, cooldowns, why, quotas }) {
    if (id === 'ready') {
        return nothing;
    }
    const [first] = cooldowns;
    const text = id === 'disabled' ? ({ 'account-disabled': 'with its account', enabling: 'being enabled…' }[why] ?? '')
        : first?.recovering ? `${first.recovering.under_way} of ${many(first.recovering.allowance, 'probe')} under way`
            : first ? `${words.kind(first.kind)}${first.window === 'unspecified' ? '' : ` · ${first.window}`}${first.scope === 'account' || first.scope === 'quota-group' ? ' · all models' : ''}`
                : id === 'no-room' ? spent(quotas) : '';
    return html`<p class="state-why cut" title=${first?.reason || text}>${text}</p>`;
}

const spent = (quotas) => {
    const empty = quotas.find((quota) => quota.remaining <= 0);
    return empty ? words.limit(empty) : 'less left than a call takes';
};

function rooms(target) {
    if (target.state === 'disabled') {
        return nothing;
    }
    if (target.quotas.length === 0) {
        return html`<span class="faint room-none" title="Limits are learned from the provider's answers, or configured">no limit known yet</span>`;
    }
    return target.quotas.slice(0, 4).map((quota) => room(target, quota));
}

/** A quota as a bar; the page fills it anew when its reset has passed. */
function room(target, quota) {
    const left = remaining(target, quota);
    const resets = resetsAt(target, quota);
    const share = quota.limit > 0 ? left / quota.limit : 0;
    const label = words.room(quota, left, resets);
    return html`<span class="room" title=${label}><span class="room-name">${words.shortLimit(quota)}</span><span class="room-left number">${
        words.short(left)}<span class="faint">/${words.short(quota.limit)}</span></span>${
        bar(share, { label, tone: share < LOW ? 'wait' : 'good' })}</span>`;
}

function health({ health: known }) {
    if (!known || known.attempts === 0) {
        return html`<span class="faint" title="No attempt of late">–</span>`;
    }
    const answered = known.attempts - known.failures;
    const title = `${many(known.attempts, 'attempt')} of late, ${known.failures} failed`;
    return html`<span class="number" title=${title}>${answered}<span class="faint">/${known.attempts}</span>${
        known.failures > 0 ? html`<span class="failures">${known.failures} failed</span>` : nothing}</span>`;
}

function first({ health: known }) {
    return known?.first_content_ms === undefined || known.first_content_ms === null ? html`<span class="faint">–</span>`
        : html`<span class="number" title="Time to the first content, of late">${
            known.first_content_ms < 10_000 ? `${known.first_content_ms.toLocaleString('en-US')} ms` : `${(known.first_content_ms / 1_000).toFixed(1)} s`}</span>`;
}

function price({ price: known }) {
    if (!known) {
        return html`<span class="faint" title="No price is known">–</span>`;
    }
    const [input, output] = [known.input_usd_per_million, known.output_usd_per_million].map(Number);
    return input === 0 && output === 0 ? html`<span>free</span>`
        : html`<span class="number" title=${`$${input} per million tokens in, $${output} out`}>${words.price(input)} <span class="faint">/</span> ${words.price(output)}</span>`;
}

function actions(target, { pinned, clearing }, on) {
    if (target.state === 'disabled') {
        return target.why !== 'without' ? nothing
            : html`<button type="button" class="button" @click=${() => on.enable(target)}>Enable<span class="unseen"> ${target.model}</span></button>`;
    }
    return html`${target.cooldowns.length > 0 ? html`<button type="button" class="button" ?disabled=${clearing} @click=${() => on.clear(target)}
            title="Forget what holds it back, and ask it again">Clear<span class="unseen"> the cooldown of ${target.model}</span></button>` : nothing}
        <button type="button" class="button quiet only-icon pin" aria-pressed=${pinned ? 'true' : 'false'} aria-label=${`Pin ${target.model}`}
            title=${pinned ? 'Unpin: back to where it comes by itself' : 'Pin: comes before the models that are not pinned'} @click=${() => on.pin(target)}>${icon('pin')}</button>
        <button type="button" class="button quiet only-icon" aria-label=${`Disable ${target.model}`} title="Disable: never asked through this account"
            @click=${() => on.disable(target)}>${icon('power')}</button>`;
}

function more(target) {
    return html`${target.cooldowns.map((each) => reason(target, each))}${
        target.quotas.length > 0 ? limits(target) : nothing}${facts(target)}`;
}

function reason(target, cooldown) {
    const facts = [
        ['kind', words.kind(cooldown.kind)], ['holds back', words.scope(cooldown.scope)], ['window', words.window(cooldown.window)],
        ['level', html`<span title="How often in a row it turned out to have been too short">${cooldown.level}</span>`],
        ['key', html`<code>${cooldown.key}</code>`],
    ];
    return html`<div class="reason tone-${cooldown.kind === 'rate-limit' || cooldown.kind === 'overloaded' ? 'wait' : 'bad'}">
        <blockquote cite="">${cooldown.reason || 'The provider gave no reason.'}</blockquote>
        <dl class="facts">${facts.map(([name, value]) => fact(name, value))}${
            cooldown.recovering ? fact('recovering', `${cooldown.recovering.under_way} of ${many(cooldown.recovering.allowance, 'probe')} under way`)
                : html`${fact('until', at(Date.parse(cooldown.until)))}${
                    cooldown.probe_seconds > 0 && cooldown.probe_seconds < cooldown.remaining_seconds
                        ? fact('a call may try in', countdown(endsAt(target) - 1_000 * (target.state_seconds - cooldown.probe_seconds))) : nothing}`}</dl></div>`;
}

function limits(target) {
    return html`<table class="table limits" aria-label=${`Limits of ${target.model}`}><thead><tr><th>Limit</th><th class="number">Left</th><th class="number">Of</th>
        <th>Full again</th><th>Whose</th><th>Who told it</th></tr></thead><tbody>${target.quotas.map((quota) => {
        const left = remaining(target, quota);
        return html`<tr><td>${words.limit(quota)}</td><td class="number" data-name="Left">${count(left)}</td><td class="number" data-name="Of">${count(quota.limit)}</td>
            <td data-name="Full again">${left >= quota.limit ? html`<span class="faint">now</span>` : html`${at(resetsAt(target, quota))} <span class="faint">in ${countdown(resetsAt(target, quota))}</span>`}</td>
            <td data-name="Whose">${words.scope(quota.scope)}</td><td data-name="Who told it">${words.source(quota.source)}</td></tr>`;
    })}</tbody></table>`;
}

function facts(target) {
    const known = [
        ['target', html`<code>${target.target}</code>`],
        ['quota group', target.quota_group],
        ['context window', target.context_window && `${count(target.context_window)} tokens`],
        ['max output', target.max_output && `${count(target.max_output)} tokens`],
        ['lifecycle', target.lifecycle && `${target.lifecycle}${target.ends_on ? `, ${target.lifecycle === 'retired' ? 'since' : 'ends'} ${target.ends_on}` : ''}`],
        ['can', target.features?.length > 0 && target.features.map((id) => spoken(id)).join(', ')],
    ].filter(([, value]) => value);
    return html`<dl class="facts">${known.map(([name, value]) => fact(name, value))}</dl>`;
}
