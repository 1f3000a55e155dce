/** What a person changes at targets and accounts: sent one after the other, taken back where the gateway refuses. */
import * as api from '../../api.js';
import { code, html, nothing, notice, render } from '../../ui.js';
import { keys } from './plan.js';
import { many } from '../../format.js';

let last = Promise.resolve();

const plain = /^[A-Za-z][\w./-]*$/;
const scalar = (text) => (plain.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text));
const flow = (texts) => `[${texts.map(scalar).join(', ')}]`;

/** The lines of the configuration that say the same as a change of an account. */
const accountYaml = (account, change) => `accounts:\n  - name: ${scalar(account)}\n    # … its other lines stay as they are\n${
    Object.entries(change).map(([key, value]) => `    ${key}: ${Array.isArray(value) ? flow(value) : value}`).join('\n')}`;

/** The lines of the configuration that say the same as an order of accounts. */
const orderYaml = (accounts) => `accounts:   # each with its other lines, in this order\n${
    accounts.map((account) => `  - name: ${scalar(account)}`).join('\n')}`;

/** Changes one account: `{pinned}`, `{without}` or `{disabled}`. Answers true where it is written. */
export const changeAccount = (account, change, done) => write(
    () => api.patch(`/api/v1/accounts/${api.segment(account)}`, change), { done, yaml: accountYaml(account, change) });

/** Has accounts tried in another order. Answers true where it is written. */
export const orderAccounts = (accounts, done) => write(
    () => api.put('/api/v1/accounts/order', { accounts }), { done, yaml: orderYaml(accounts) });

/** Ends what holds targets back, by the keys of their cooldowns; all of them at once where none is named. */
export async function clear(targets, everywhere = false) {
    try {
        if (everywhere) {
            await api.remove('/api/v1/rate-limit-status');
        } else {
            await Promise.all(keys(targets).map((key) => api.remove('/api/v1/rate-limit-status', { key })));
        }
        notice(`Cleared: ${many(targets.length, 'model')} can be asked again`);
    } catch (failure) {
        notice(failure.message, 'bad');
    }
}

function write(send, { done, yaml }) {
    const mine = last.then(async () => {
        try {
            const { written } = await send() ?? {};
            notice(`${done}. Written to ${written ?? 'the configuration'}.`);
            return true;
        } catch (failure) {
            if (failure.status === 409 || failure.status === 404 || failure.status === 405) {
                refused(failure, failure.facts.yaml ?? yaml);
            } else {
                notice(`Not changed: ${failure.message}`, 'bad');
            }
            return false;
        }
    });
    last = mine;
    return mine;
}

/** Says why a change is not in force, and what to write by hand. */
function refused(failure, yaml) {
    const before = document.activeElement;
    const dialog = document.createElement('dialog');
    dialog.className = 'dialog refused';
    dialog.setAttribute('aria-labelledby', 'refused-title');
    render(html`<form method="dialog" class="stack"><h2 id="refused-title">${failure.code === 'not_in_force' ? 'Written, and not in force' : 'This cannot be written from here'}</h2>
        <p>${failure.message}</p>
        ${failure.code === 'not_in_force' ? nothing : html`<p class="soft small">The same, by hand, in the configuration:</p>${code(yaml)}`}
        <div class="row end"><button class="button primary" value="close">Close</button></div></form>`, dialog);
    dialog.addEventListener('close', () => {
        dialog.remove();
        before?.focus?.();
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('.button.primary').focus();
}
