/** The dialog that adds an account: which provider, then its key. */
import { html, nothing, render, icon, problem, roving, waiting } from '../../ui.js';
import { test } from './test.js';
import { result } from './card.js';

const WIRES = [['openai', 'OpenAI Chat Completions'], ['responses', 'OpenAI Responses'], ['anthropic', 'Anthropic Messages'], ['gemini', 'Gemini']];
const OTHER = {
    provider: '', display_name: 'Another provider', base_url: '', wire: 'openai', key_url: null, needs_key: false, free_tier: '', quotas: {},
    needs_models: true, models: [], note: 'Any server that speaks one of four wire formats: give its address, and the models that it offers.', other: true,
};

/** A dialog within `root`; `open(accounts)` shows it, `close()` takes it away. `added` is called when there is a new account. */
export function addition(root, { api, added }) {
    const dialog = Object.assign(document.createElement('dialog'), { className: 'dialog account-dialog' });
    dialog.setAttribute('aria-labelledby', 'add-title');
    const state = {};
    const draw = () => render(content(state, actions), dialog);

    async function presets() {
        try {
            state.presets ??= (await api.get('/api/v1/presets')).presets;
        } catch (error) {
            state.error = error;
        }
        draw();
        dialog.querySelector('#add-search')?.focus();
    }

    function show(changes, focus) {
        Object.assign(state, { mistakes: {}, refused: null, ...changes });
        draw();
        dialog.querySelector(focus)?.focus();
    }

    async function submit(event) {
        event.preventDefault();
        const form = event.target;
        state.busy = true;
        state.mistakes = {};
        state.refused = null;
        draw();
        try {
            const account = await api.post('/api/v1/accounts', described(form, state.preset));
            form.elements.key.value = '';
            added();
            state.busy = false;
            show({ account, result: null }, '#add-title');
            await tested(account.models[0]);
        } catch (error) {
            state.busy = false;
            refused(error);
        }
    }

    function refused(error) {
        state.mistakes = error.facts?.fields ?? {};
        state.refused = Object.keys(state.mistakes).some((field) => FIELDS.has(field)) ? null : error;
        state.advanced ||= Object.keys(state.mistakes).some((field) => ADVANCED.has(field));
        draw();
        dialog.querySelector('[aria-invalid="true"]')?.focus();
    }

    async function tested(model) {
        if (model) {
            state.result = { running: true, model };
            draw();
            state.result = await test(api, state.account.name, model);
            draw();
        }
    }

    const actions = {
        search: (event) => show({ search: event.target.value }),
        choose: (preset) => show({ preset, advanced: Boolean(preset.other) }, preset.other ? '#add-name' : preset.needs_key ? '#add-key' : '#add-models'),
        back: () => show({ preset: null }, '#add-search'),
        test: (_, model) => tested(model),
        done: () => dialog.close(),
        again: () => show({ account: null, preset: null, search: '' }, '#add-search'),
        submit,
        presets,
    };

    dialog.addEventListener('close', () => {
        render(nothing, dialog);
        dialog.remove();
    });
    roving(dialog, '.preset');
    return {
        open(accounts) {
            Object.assign(state, { names: accounts.map((account) => account.name), preset: null, account: null, search: '', busy: false, error: null });
            root.parentElement.append(dialog);
            show({}, '#add-search');
            dialog.showModal();
            presets();
        },
        close: () => dialog.close(),
    };
}

const FIELDS = new Set(['name', 'key', 'models', 'base_url', 'wire', 'quota_group', 'quotas', 'provider']);
const ADVANCED = new Set(['base_url', 'wire', 'quota_group', 'provider']);

/** The account that the form describes. */
function described(form, preset) {
    const value = (name) => form.elements[name]?.value.trim() ?? '';
    const account = { name: value('name'), provider: preset.other ? undefined : preset.provider };
    const given = { key: value('key'), quota_group: value('quota_group') };
    Object.entries(given).filter(([, text]) => text).forEach(([name, text]) => { account[name] = text; });
    if (preset.other || value('base_url') !== preset.base_url || !preset.built_in) {
        account.base_url = value('base_url') || undefined;
    }
    if (preset.other) {
        account.wire = value('wire');
    }
    const models = value('models').split(/[\s,]+/).filter(Boolean);
    if (models.length) {
        account.models = models;
    }
    if (form.elements.limited?.checked) {
        account.quotas = preset.quotas;
    }
    if (form.elements.allow_http?.checked) {
        account.allow_http = true;
    }
    return account;
}

/** A name that is not taken: groq, groq-2, … */
function proposed(preset, names) {
    if (preset.other) {
        return '';
    }
    for (let number = 1; ; number++) {
        const name = number === 1 ? preset.provider : `${preset.provider}-${number}`;
        if (!names.includes(name)) {
            return name;
        }
    }
}

function content(state, actions) {
    if (state.account) {
        return outcome(state, actions);
    }
    return state.preset ? form(state, actions) : choice(state, actions);
}

const head = (title, actions) => html`<header class="row between account-dialog-head"><h2 id="add-title" tabindex="-1">${title}</h2>
    <button class="button quiet only-icon" type="button" aria-label="Close" @click=${actions.done}>${icon('close')}</button></header>`;

function choice(state, actions) {
    const wanted = (state.search ?? '').trim().toLowerCase();
    const found = (state.presets ?? []).filter((preset) => `${preset.display_name} ${preset.provider} ${preset.models.join(' ')}`.toLowerCase().includes(wanted));
    return html`${head('Add an account', actions)}
        <div class="field"><label for="add-search">Provider</label><input class="input" id="add-search" type="search" autocomplete="off" spellcheck="false"
            placeholder="Search by name or model" .value=${state.search ?? ''} @input=${actions.search}></div>
        ${state.error ? problem(state.error, actions.presets) : nothing}
        ${state.presets ? html`<ul class="presets" aria-label="Providers">${[...found, OTHER].map((preset) => html`<li><button class="preset" type="button"
            @click=${() => actions.choose(preset)}><span class="preset-name">${preset.display_name}</span><span class="preset-words">${
            preset.free_tier || preset.note || 'No free tier is known.'}</span></button></li>`)}</ul>` : state.error ? nothing : waiting(6)}`;
}

function field(state, name, label, control, hint = nothing) {
    const mistake = state.mistakes[name];
    return html`<div class="field"><label for=${`add-${name}`}>${label}</label>${control(`add-${name}`, mistake ? 'true' : 'false', `add-${name}-hint`)}
        <span class="hint" id=${`add-${name}-hint`}>${mistake ? html`<span class="mistake" role="alert">${sentence(mistake)}</span> ` : nothing}${hint}</span></div>`;
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');

const text = (name, value, { placeholder = '', required = false, inputmode = nothing } = {}) => (id, invalid, hint) => html`<input class="input" id=${id}
    name=${name} value=${value} placeholder=${placeholder} ?required=${required} inputmode=${inputmode} autocomplete="off" autocapitalize="none" spellcheck="false"
    aria-invalid=${invalid} aria-describedby=${hint}>`;

function form(state, actions) {
    const { preset } = state;
    return html`${head(preset.other ? 'Add another provider' : `Add an account at ${preset.display_name}`, actions)}
        ${preset.free_tier ? html`<p class="account-free"><strong>Free tier.</strong> ${preset.free_tier} <span class="faint">As of ${preset.known_on}.</span></p>` : nothing}
        ${preset.note ? html`<p class="soft small">${preset.note}</p>` : nothing}
        <form class="stack account-form" novalidate autocomplete="off" @submit=${actions.submit}>
            ${state.refused ? problem(state.refused) : nothing}
            ${field(state, 'name', 'Name', text('name', proposed(preset, state.names)), 'As it stands in logs, headers and account/model.')}
            ${preset.other ? address(state, preset) : nothing}
            ${key(state, preset)}
            ${models(state, preset)}
            ${Object.keys(preset.quotas).length ? html`<label class="row account-check"><input type="checkbox" name="limited"> <span>Keep to the free tier: ${
                Object.entries(preset.quotas).map(([kind, most]) => `${most.toLocaleString('en-US')} ${kind}`).join(', ')} for each model</span></label>` : nothing}
            <details class="account-advanced" ?open=${state.advanced}><summary>Advanced</summary><div class="stack">
                ${preset.other ? nothing : address(state, preset)}
                ${field(state, 'quota_group', 'Quota group', text('quota_group', '', { placeholder: 'its own' }), 'Accounts of one group share one quota, such as two keys of one organisation.')}
            </div></details>
            <p class="faint small">The key is sent to this gateway, kept encrypted on its machine, and never shown again.</p>
            <div class="row end"><button class="button" type="button" @click=${actions.back}>Back</button>
                <button class="button primary" type="submit" ?disabled=${state.busy}>${state.busy ? 'Adding…' : 'Add and test'}</button></div>
        </form>`;
}

function key(state, preset) {
    const link = preset.key_url ? html`<a href=${preset.key_url} target="_blank" rel="noopener noreferrer">Get a key at ${preset.display_name} ${icon('out')}</a>`
        : preset.other ? 'Left empty where the server wants none.' : 'No key is needed; leave this empty.';
    return field(state, 'key', 'Key', (id, invalid, hint) => html`<input class="input mono" id=${id} name="key" type="password" autocomplete="off"
        autocapitalize="none" spellcheck="false" data-1p-ignore data-lpignore="true" aria-invalid=${invalid} aria-describedby=${hint}>`, link);
}

function models(state, preset) {
    const example = preset.models.join('\n');
    const hint = preset.needs_models ? html`One on each line, the best first; needed here, since the catalogue knows none.`
        : html`One on each line, the best first. Left empty: all that the provider is known to offer.`;
    return field(state, 'models', preset.needs_models ? 'Models' : 'Models (optional)', (id, invalid, described) => html`<textarea class="input mono account-model-ids"
        id=${id} name="models" rows="3" placeholder=${preset.needs_models ? 'model-id' : example} spellcheck="false" autocapitalize="none" aria-invalid=${invalid} aria-describedby=${described}
        .value=${preset.needs_models ? example : ''}></textarea>`, hint);
}

function address(state, preset) {
    const insecure = state.mistakes.base_url?.includes('allow_http');
    return html`${field(state, 'base_url', 'Base URL', text('base_url', preset.base_url, { placeholder: 'https://llm.example.org/v1', inputmode: 'url' }),
        'Up to where /chat/completions and the like are appended.')}
        ${insecure ? html`<label class="row account-check"><input type="checkbox" name="allow_http"> <span>Send the key unencrypted: I trust the network between</span></label>` : nothing}
        ${preset.other ? field(state, 'wire', 'Wire format', (id, invalid, hint) => html`<select class="input" id=${id} name="wire" aria-invalid=${invalid}
            aria-describedby=${hint}>${WIRES.map(([wire, name]) => html`<option value=${wire}>${name}</option>`)}</select>`) : nothing}`;
}

function outcome(state, actions) {
    const { account } = state;
    return html`${head(`${account.name} is added`, actions)}
        <p class="soft">It is asked from now on, after the accounts that were there before.${account.models.length ? '' : ' No model of it is known yet.'}</p>
        <div aria-live="polite">${state.result ? result(account, { result: state.result, test: actions.test }) : nothing}</div>
        <div class="row end"><button class="button" type="button" @click=${actions.again}>Add another</button>
            <button class="button primary" type="button" @click=${actions.done}>Done</button></div>`;
}
