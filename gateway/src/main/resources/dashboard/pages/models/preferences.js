/** What a person wants of models and accounts: which come first, and which are asked at all. */
import { confirm } from '../../ui.js';
import * as changes from './changes.js';

/** A change is in force a moment after it was written. */
const SOON = 400;

/** Writes what is wanted, and shows it before it is in force. */
export class Preferences {
    #wishes;
    #page;

    /** @param page what is shown: `{ accounts, draw, ask }`, all functions */
    constructor(wishes, page) {
        this.#wishes = wishes;
        this.#page = page;
    }

    #account(name) {
        return this.#page.accounts().find((account) => account.name === name);
    }

    /** Pins a model of an account, or lets go of it. */
    pin({ account: name, model }) {
        const account = this.#account(name);
        const others = account.pinned.filter((each) => each !== model);
        const pinned = account.pinned.includes(model) ? others : [...others, model];
        const rest = account.asked.map((target) => target.model).filter((each) => !pinned.includes(each));
        this.#prefer(name, pinned, [...pinned, ...rest], pinned.includes(model) ? `${model} pinned, place ${pinned.length}` : `${model} unpinned`);
    }

    /** All models from the top down to the lowest one that was moved are pinned, in their new order. */
    dropped(list, id, order) {
        if (list === 'accounts') {
            this.#arrange(id, order);
            return;
        }
        const account = this.#account(list);
        const kept = account.asked.filter(({ model }) => account.pinned.includes(model) || model === id).length;
        const pinned = order.slice(0, Math.max(kept, order.indexOf(id) + 1));
        this.#prefer(list, pinned, order, `${id} moved to place ${order.indexOf(id) + 1}`);
    }

    #prefer(account, pinned, models, done) {
        return this.#write(this.#wishes.grant(account, { models, pinned }), () => changes.changeAccount(account, { pinned }, done));
    }

    #arrange(id, accounts) {
        return this.#write(this.#wishes.grant('', { accounts }),
            () => changes.orderAccounts(accounts, `${id} is tried at place ${accounts.indexOf(id) + 1}`));
    }

    /** Asks a model no more, or asks it again. */
    async without({ account: name, model }, gone) {
        const before = this.#account(name).without.filter(({ why }) => why !== 'account-disabled').map((target) => target.model);
        const without = gone ? [...before, model] : before.filter((each) => each !== model);
        await this.#write(this.#wishes.grant(name, { without }),
            () => changes.changeAccount(name, { without }, gone ? `${model} is not asked any more` : `${model} is asked again`));
    }

    /** Disables an account, or enables it. */
    async turn(account) {
        const off = !account.off;
        const isLast = off && this.#page.accounts().filter((each) => !each.off).length === 1;
        if (isLast && !await confirm({
            title: 'Disable the last account?', text: 'Without an account no call can be answered until one is enabled again.', action: `Disable ${account.name}`,
        })) {
            return;
        }
        await this.#write(this.#wishes.grant(account.name, { off }),
            () => changes.changeAccount(account.name, { disabled: off }, off ? `${account.name} is not asked any more` : `${account.name} is asked again`));
    }

    /** Shows the wish at once, and takes it back where the gateway refuses. */
    async #write(takeBack, send) {
        this.#page.draw();
        if (await send()) {
            setTimeout(this.#page.ask, SOON);
        } else {
            takeBack();
            this.#page.draw();
        }
    }
}
