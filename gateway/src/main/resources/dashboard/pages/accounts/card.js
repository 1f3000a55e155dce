/** One account: what it is, how it is doing, and what can be done with it. */
import { html, nothing, badge, bar, fact, icon, when } from '../../ui.js';
import { count, countdown, many, span, words } from '../../format.js';

const SHOWN = 3;
const BEST_FIRST = ['ready', 'recovering', 'no-room', 'cooling', 'unhealthy', 'benched'];
const SOURCES = { configured: 'as configured', told: 'as the provider tells', inferred: 'as refusals show' };

/** An account as a card. `at` has what belongs to it on this page, and what can be done. */
export const card = (account, at) => html`<article class="panel account" aria-labelledby=${`account-${at.place}`}>
    <header class="account-head">
        <div class="account-title"><h2 id=${`account-${at.place}`}>${account.name}</h2><p class="faint small cut">${account.display_name}${
            account.host ? html` · ${account.host}` : nothing}</p></div>
        <div class="row account-states">${states(account)}</div>
        <div class="row account-actions">${actions(account, at)}</div>
    </header>
    ${account.locked ? html`<p class="account-locked">${icon('warn')} <span>Its key cannot be used: ${account.locked}.</span></p>` : nothing}
    <dl class="facts account-facts">${facts(account)}</dl>
    ${limits(account, at)}
    <div aria-live="polite">${at.result ? result(account, at) : nothing}</div>
</article>`;

function states(account) {
    if (account.locked) {
        return badge('locked');
    }
    if (account.disabled) {
        return badge('disabled');
    }
    const known = BEST_FIRST.filter((state) => account.targets[state]);
    return known.length ? known.map((state) => badge(state, `${account.targets[state]} ${words(state)}`))
        : html`<span class="faint small">no models known</span>`;
}

function actions(account, at) {
    const asked = !account.disabled && !account.locked;
    return html`${asked ? html`<button class="button" type="button" ?disabled=${at.busy || at.result?.running || account.models.length === 0}
            aria-label=${`Test ${account.name}`} @click=${() => at.test(account)}>${at.result?.running ? 'Testing…' : 'Test'}</button>` : nothing}
        ${account.locked ? nothing : html`<label class="row account-switch"><input class="switch" type="checkbox" role="switch" .checked=${!account.disabled}
            ?disabled=${at.busy} aria-label=${`Ask ${account.name}`} @change=${(event) => switched(event, account, at)}><span class="small soft">${
            account.disabled ? 'Off' : 'On'}</span></label>`}
        ${account.removable ? html`<button class="button quiet" type="button" ?disabled=${at.busy} aria-label=${`Remove ${account.name}`}
            @click=${() => at.remove(account)}>Remove</button>` : nothing}`;
}

/** The switch moves when the gateway has done it. */
function switched(event, account, at) {
    const disabled = !event.target.checked;
    event.target.checked = !account.disabled;
    at.able(account, disabled);
}

function facts(account) {
    const models = account.models.length;
    return [
        fact('From', origin(account.from)),
        fact('Key', account.key ? html`<span class="mono">${account.key === '…' ? 'set' : account.key}</span>` : account.locked ? 'locked' : account.disabled ? 'not read' : 'none'),
        fact('Models', html`${models}${account.without.length ? html` <span class="faint">without ${account.without.length}</span>` : nothing}${
            account.pinned.length ? html` <span class="faint">${account.pinned.length} pinned</span>` : nothing}`),
        account.quota_group === account.name ? nothing : fact('Quota group', account.quota_group),
    ];
}

function origin(from) {
    switch (from.kind) {
        case 'environment': return html`environment <code>${from.variable}</code>`;
        case 'file': return html`<code>${from.file}</code>${from.line ? `, line ${from.line}` : nothing}`;
        case 'dashboard': return from.added_at ? html`dashboard, ${when(from.added_at)}` : 'dashboard';
        default: return 'this program';
    }
}

function limits(account, at) {
    if (account.locked || account.disabled) {
        return nothing;
    }
    if (account.quotas.length === 0) {
        return html`<p class="account-none faint small">No limits known yet. They are learned from what the provider answers, or configured.</p>`;
    }
    const shown = at.open ? account.quotas : account.quotas.slice(0, SHOWN);
    const rest = account.quotas.length - SHOWN;
    const text = at.open ? 'Show fewer limits' : `Show ${many(rest, 'more limit')}`;
    return html`<ul class="account-limits">${shown.map(limit)}</ul>${rest > 0 ? html`<button class="button quiet account-more" type="button"
        aria-expanded=${String(Boolean(at.open))} aria-label=${`${text} of ${account.name}`} @click=${() => at.more(account)}>${text}</button>` : nothing}`;
}

function limit(each) {
    const share = each.remaining / each.limit;
    const per = each.window === 'unspecified' ? 'at once' : `per ${words(each.window)}`;
    const shade = share > 0.25 ? 'good' : share > 0 ? 'wait' : 'bad';
    return html`<li><span class="account-limit-name"><span class="cut" title=${each.model ?? 'all models'}>${each.model ?? 'all models'}</span> <span class="faint">${
        words(each.unit)} ${per}</span></span>${bar(share, { tone: shade, label: `${count(each.remaining)} of ${count(each.limit)} left` })}<span class="account-limit-left"><span class="number">${
        count(each.remaining)} of ${count(each.limit)} left</span> <span class="faint">${SOURCES[each.source] ?? words(each.source)}${
        each.reset_seconds > 0 ? html`, full in <span class="number">${countdown(each.reset_seconds)}</span>` : nothing}</span></span></li>`;
}

/** What came of a test, and another model to test. */
export function result(account, at) {
    const { result: outcome } = at;
    if (outcome.running) {
        return html`<div class="account-result tone-info"><span class="soft">Asking <code>${outcome.model}</code>…</span></div>`;
    }
    const others = account.models.length > 1 ? html`<label class="row small"><span class="soft">Another model</span><select class="input account-models"
        aria-label=${`Test another model of ${account.name}`} @change=${(event) => at.test(account, event.target.value)}>${account.models.map((model) =>
        html`<option value=${model} ?selected=${model === outcome.model}>${model}</option>`)}</select></label>` : nothing;
    const [shade, verdict] = outcome.good ? ['good', 'It works.'] : outcome.limited ? ['wait', 'It is limited.'] : ['bad', 'It does not work.'];
    return html`<div class=${`account-result tone-${shade}`}>${icon(outcome.good ? 'check' : 'warn')}<div class="grow">
        ${outcome.good ? html`<p><strong>${verdict}</strong> <code>${outcome.model}</code> answered in ${span(outcome.ms)}${
            outcome.text ? html`: <q>${outcome.text}</q>` : ', without words'}</p>`
        : html`<p><strong>${verdict}</strong> ${outcome.text}</p><p class="soft">${outcome.advice}</p>`}</div>${others}</div>`;
}
