/** One account with its targets. */
import { badge, html, icon, nothing, repeat, styled, tone } from '../../ui.js';
import { guard } from '../../lit-html/directives/guard.js';
import { answersNow, endsAt, movable, runs, tally } from './plan.js';
import { STATES } from './words.js';
import { many } from '../../format.js';
import { countdown, targetRow } from './target.js';

/** An account's panel: its head, and its targets where it is open. `shown` are the targets that no filter hides. */
export function accountPanel(account, shown, view, on) {
    const open = view.isOpen(account.name);
    const id = `account-${account.name.replaceAll(/[^\w-]/g, '_')}`;
    return html`<section class="panel account" ?data-off=${account.off} data-list="accounts" data-id=${account.name} aria-labelledby=${`${id}-name`}>
        <header class="account-head">${grip(account, view)}
            <h2 id=${`${id}-name`}><button type="button" class="account-open" aria-expanded=${open ? 'true' : 'false'} aria-controls=${id}
                @click=${() => on.fold(account.name)}>${icon('chevron')}<span class="account-provider">${account.provider}</span><span class="cut">${account.name}</span></button></h2>
            ${account.group === account.name ? nothing : html`<span class="tag" title="Accounts of one quota group share its limits">quota group ${account.group}</span>`}
            <p class="account-sum">${summary(account)}</p>${strip(account)}
            <div class="account-actions">${actions(account, on)}</div></header>
        ${account.trouble ? html`<p class="account-trouble"><span class="tone-bad">${badge('locked', 'no key')}</span> ${account.trouble} <a href="#/accounts">To the accounts</a></p>` : nothing}
        ${open && shown.length > 0 ? heads : nothing}<ol class="targets" id=${id} ?hidden=${!open}>${open ? rows(account, shown, view, on) : nothing}</ol></section>`;
}

const heads = html`<div class="list-heads" aria-hidden="true"><span></span><span>Model</span><span>State</span><span>Room left</span><span>Health</span><span>First token</span><span>Price per M</span><span></span></div>`;

function rows(account, shown, view, on) {
    const places = new Map(account.asked.map((target, index) => [target, index + 1]));
    const pinned = new Set(account.pinned);
    return repeat(shown, ({ target }) => target, (target) => {
        const row = {
            place: places.get(target) ?? 0, pinned: pinned.has(target.model), movable: view.movable && account.asked.length > 1,
            open: view.unfolded.has(target.target), carried: view.carried === `${account.name} ${target.model}`, clearing: view.clearing.has(target.target),
        };
        return guard([target, ...Object.values(row), view.reset(target)], () => targetRow(target, row, on));
    });
}

function grip(account, { accountsMovable, carried }) {
    const { name } = account;
    if (!movable(account)) {
        return html`<span class="grip none"></span>`;
    }
    return html`<button type="button" class="grip" data-grip aria-pressed=${carried === `accounts ${name}` ? 'true' : 'false'} ?disabled=${!accountsMovable}
        aria-label=${`Move account ${name}`} title=${accountsMovable ? 'Accounts are tried in this order: drag to move, or press space and use the arrow keys'
        : 'The order can be changed where no filter hides a part of it'}>${icon('grip')}</button>`;
}

function summary({ off, asked, without, trouble }) {
    if (trouble) {
        return html`no key to ask with`;
    }
    if (off) {
        return html`disabled · ${many(without.length, 'model')} not asked`;
    }
    const open = asked.filter(answersNow).length;
    const back = open > 0 ? 0 : Math.min(...asked.map(endsAt).filter(Boolean));
    return html`<span class="number">${open}</span> of ${many(asked.length, 'model')} can answer${
        back > 0 && back < Infinity ? html` · first back in ${countdown(back)}` : nothing}${
        without.length > 0 ? html` · ${without.length} disabled` : nothing}`;
}

/** The states of all its targets in plan order, as a strip. */
function strip({ targets }) {
    if (targets.length === 0) {
        return nothing;
    }
    const counts = tally(targets);
    const label = STATES.filter((state) => counts[state]).map((state) => `${counts[state]} ${state.replaceAll('-', ' ')}`).join(', ');
    return html`<span class="states-strip" role="img" aria-label=${label} title=${label}>${runs(targets).map(({ state, size }) =>
        html`<i class="tone-${tone(state)}" data-state=${state} ${styled({ 'flex-grow': size })}></i>`)}</span>`;
}

function actions(account, on) {
    const cooling = account.asked.filter(({ cooldowns }) => cooldowns.length > 0);
    return html`${cooling.length > 0 ? html`<button type="button" class="button" @click=${() => on.clearAccount(account, cooling)}>Clear ${cooling.length}<span class="unseen"> cooldowns of ${account.name}</span></button>` : nothing}
        ${account.trouble ? nothing : html`<button type="button" class="button quiet account-turn" @click=${() => on.turn(account)}>${icon('power')}<span>${account.off ? 'Enable' : 'Disable'}<span class="unseen"> account ${account.name}</span></span></button>`}`;
}
