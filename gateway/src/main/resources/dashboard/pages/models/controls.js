/** The search and the filters above the models. */
import { classMap, html, icon, sign, tone } from '../../ui.js';
import * as format from '../../format.js';
import { besidesState } from './filters.js';
import { tally } from './plan.js';
import { STATES, feature, shownFeatures, stateTitle } from './words.js';

/** The controls over all models; `filter` takes what is to change of the filters. */
export function controls(all, filters, filter) {
    const providers = [...new Set(all.map((target) => target.provider))];
    const features = [...new Set(all.flatMap((target) => target.features ?? []))];
    const counts = tally(all.filter(besidesState(filters)));
    return html`<div class="models-controls" role="search" aria-label="Models">
        <div class="search">${icon('search')}<input class="input" type="search" id="models-search" placeholder="Search models, accounts, reasons" aria-label="Search"
            aria-keyshortcuts="/" autocomplete="off" spellcheck="false" .value=${filters.text} @input=${(event) => filter({ text: event.target.value })}><kbd aria-hidden="true">/</kbd></div>
        ${choice('Provider', 'every provider', filters.provider, providers.map((each) => [each, each]), (provider) => filter({ provider }))}
        ${choice('Capability', 'any capability', filters.feature, shownFeatures(features).map(({ id }) => [id, feature(id).toLowerCase()]), (can) => filter({ feature: can }))}
        <label class="check"><input type="checkbox" class="switch" .checked=${filters.now} @change=${(event) => filter({ now: event.target.checked })}> Can answer now</label>
        <div class="states" role="group" aria-label="States">${STATES.map((state) => stateButton(state, counts[state] ?? 0, filters.states, filter))}</div></div>`;
}

function choice(name, all, value, options, chosen) {
    return html`<select class="input" aria-label=${name} @change=${(event) => chosen(event.target.value)}>
        <option value="" ?selected=${!value}>${all}</option>${options.map(([id, words]) => html`<option value=${id} .selected=${id === value}>${words}</option>`)}</select>`;
}

function stateButton(state, size, states, filter) {
    const isPressed = states.includes(state);
    const press = () => filter({ states: isPressed ? states.filter((each) => each !== state) : [...states, state] });
    return html`<button type="button" class=${classMap({ state: true, none: size === 0, [`tone-${tone(state)}`]: true })} aria-pressed=${String(isPressed)}
        title=${stateTitle(state)} @click=${press}><span aria-hidden="true">${sign(state)}</span> ${format.words(state)} <span class="number state-count">${size}</span></button>`;
}
