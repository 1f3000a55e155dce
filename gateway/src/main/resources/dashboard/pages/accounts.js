/** Accounts: which there are, how they are doing, and how to add, test, disable and remove one. */
import { html, nothing, render, repeat, empty, icon, notice, perFrame, problem, waiting, confirm } from '../ui.js';
import { many } from '../format.js';
import { addition } from './accounts/add.js';
import { card } from './accounts/card.js';
import { test } from './accounts/test.js';

const EVERY = 5_000;

export default {
    title: 'Accounts',

    open(root, { live, api }) {
        const state = { accounts: null, trouble: null, error: null, tests: new Map(), busy: new Set(), more: new Set() };
        const draw = perFrame(() => render(page(state, actions), root));
        let closed = false;

        async function refresh() {
            try {
                const document = await api.get('/api/v1/accounts');
                Object.assign(state, { accounts: document.accounts, trouble: document.trouble, error: null });
            } catch (error) {
                state.error = error;
            }
            if (!closed) {
                draw();
            }
        }

        async function run(account, model) {
            state.tests.set(account.name, { running: true, model });
            draw();
            state.tests.set(account.name, await test(api, account.name, model));
            await refresh();
        }

        /** The first model that nothing is known against, else the first. */
        function first(account) {
            const isReady = (model) => live.targets.get(`${account.name}/${model}`)?.state === 'ready';
            return account.models.find(isReady) ?? account.models[0];
        }

        async function busy(account, change) {
            state.busy.add(account.name);
            draw();
            try {
                await change();
            } catch (error) {
                notice(error.message, 'bad');
            }
            state.busy.delete(account.name);
            await refresh();
        }

        const actions = {
            refresh,
            draw,
            test: (account, model = first(account)) => run(account, model),
            more(account) {
                if (!state.more.delete(account.name)) {
                    state.more.add(account.name);
                }
                draw();
            },
            able: (account, disabled) => busy(account, async () => {
                const answer = await api.patch(`/api/v1/accounts/${api.segment(account.name)}`, { disabled });
                notice(`${account.name} is ${disabled ? 'not asked any more' : 'asked again'}${answer?.written ? `; written to ${answer.written}` : ''}`);
            }),
            async remove(account) {
                const wanted = await confirm({ title: `Remove ${account.name}?`, text: consequences(account), action: 'Remove account' });
                if (wanted) {
                    await busy(account, async () => {
                        await api.remove(`/api/v1/accounts/${api.segment(account.name)}`);
                        state.tests.delete(account.name);
                        notice(`${account.name} is removed`);
                    });
                }
            },
            add: () => adding.open(state.accounts ?? []),
        };
        const adding = addition(root, { api, added: refresh });
        const deaf = live.on((name) => name === 'targets' && refresh());
        const timer = setInterval(() => !document.hidden && refresh(), EVERY);
        refresh();
        return {
            close() {
                closed = true;
                deaf();
                clearInterval(timer);
                draw.stop();
                adding.close();
            },
        };
    },
};

/** What stops when the account is gone. */
function consequences(account) {
    const models = account.models.length;
    const calls = account.locked || account.disabled || models === 0
        ? 'It is not asked at the moment.'
        : `New calls go on without its ${many(models, 'model')}; those under way end as they began.`;
    return `${calls} Its key is forgotten here, and has to be brought again to add the account again. At the provider it stays valid.`;
}

function page(state, actions) {
    return html`<div class="page-head accounts-head"><h1>Accounts</h1><p>Where calls are sent, in the order in which they are tried</p>
        ${state.accounts?.length ? html`<button class="button primary" type="button" @click=${actions.add}>Add an account</button>` : nothing}</div>
        ${state.error ? problem(state.error, actions.refresh) : nothing}
        ${state.trouble ? html`<div class="problem" role="alert">${icon('warn')}<p>${state.trouble}</p></div>` : nothing}
        ${list(state, actions)}`;
}

function list(state, actions) {
    if (!state.accounts) {
        return state.error ? nothing : html`<section class="panel">${waiting(6)}</section>`;
    }
    if (state.accounts.length === 0) {
        return html`<section class="panel">${teaching(actions)}</section>`;
    }
    return html`<ol class="accounts-list">${repeat(state.accounts, (account) => account.name, (account, place) => html`<li>${card(account, {
        place: place + 1, result: state.tests.get(account.name), busy: state.busy.has(account.name), open: state.more.has(account.name), ...actions,
    })}</li>`)}</ol>`;
}

const teaching = (actions) => empty('No accounts yet', html`An account is a key at a provider, such as Groq or Gemini; several providers have a free tier. With
    two accounts, Sidestep goes on with the other one when one of them is limited. The key is kept encrypted on this machine, and never shown again.`,
html`<button class="button primary" type="button" @click=${actions.add}>Add an account</button>
    <p class="faint small accounts-else">Or set a variable such as <code>GROQ_API_KEY</code>, or write a <code>sidestep.yaml</code>, and start again.</p>`);
