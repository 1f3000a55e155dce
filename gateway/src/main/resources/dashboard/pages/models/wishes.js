/** What a person asked for and the gateway has not told yet: shown as done, taken back where it is refused. */
import { disabled } from './plan.js';

const PATIENCE = 20_000;

const byOrder = (order, nameOf) => {
    const places = new Map(order.map((name, index) => [name, index]));
    return (left, right) => (places.get(nameOf(left)) ?? Infinity) - (places.get(nameOf(right)) ?? Infinity);
};
const sorted = (items, order, nameOf) => (order ? [...items].sort(byOrder(order, nameOf)) : items);
const same = (left, right) => left.length === right.length && left.every((each, index) => each === right[index]);

const wantedBack = ({ why, model }, { off, without }) => (why === 'account-disabled' ? !off : Boolean(without) && !without.includes(model));

/** A wish is one of `{models, pinned}`, `{without}`, `{off}` of an account, or `{accounts}`: the order of them all. */
export class Wishes {
    #of = new Map();
    #carried = null;

    /** Shows an order that is still being decided; null for none. */
    carry(list, order) {
        this.#carried = list === null ? null : { list, order };
    }

    /** Takes a wish for granted; the function that is returned takes it back. */
    grant(subject, wish) {
        const entry = { wish, until: Date.now() + PATIENCE };
        this.#of.set(`${subject} ${Object.keys(wish)[0]}`, entry);
        return () => this.#forget(entry);
    }

    /** True where the gateway tells all that is wished. */
    get none() {
        return this.#of.size === 0;
    }

    #forget(entry) {
        this.#of.forEach((each, name) => each === entry && this.#of.delete(name));
    }

    #wish(subject, name) {
        return this.#of.get(`${subject} ${name}`)?.wish[name];
    }

    /** The accounts in the order that is wished. */
    ordered(entries) {
        const order = this.#carried?.list === 'accounts' ? this.#carried.order : this.#wish('', 'accounts');
        return sorted(entries, order, ({ name }) => name);
    }

    /** The account as it is wished. */
    applied(entry) {
        const without = this.#wish(entry.name, 'without');
        const off = this.#wish(entry.name, 'off') ?? entry.off;
        const order = this.#carried?.list === entry.name ? this.#carried.order : this.#wish(entry.name, 'models');
        const pinned = this.#of.get(`${entry.name} models`)?.wish.pinned ?? entry.asked.filter((target) => target.pinned).map(({ model }) => model);
        const gone = without ? entry.asked.filter(({ model }) => without.includes(model)) : [];
        const asked = off ? [] : sorted(entry.asked.filter((target) => !gone.includes(target)), order, ({ model }) => model);
        const others = [...(off ? entry.asked.map((target) => disabled(target, 'account-disabled')) : gone.map((target) => disabled(target))),
            ...entry.without.map((target) => (wantedBack(target, { off, without }) ? disabled(target, 'enabling') : disabled(target)))];
        return { ...entry, off, asked, pinned, without: others, targets: [...asked, ...others] };
    }

    /** Forgets the wishes that have come true, and answers those that were waited for in vain. */
    settle(entries, now = Date.now()) {
        const late = [];
        this.#of.forEach((each, name) => {
            if (this.#fulfilled(name, each.wish, entries)) {
                this.#of.delete(name);
            } else if (now > each.until) {
                this.#of.delete(name);
                late.push(each.wish);
            }
        });
        return late;
    }

    #fulfilled(name, wish, entries) {
        if (wish.accounts) {
            const told = entries.map((entry) => entry.name);
            return same(told, wish.accounts.filter((each) => told.includes(each)));
        }
        const entry = entries.find((each) => name.startsWith(`${each.name} `));
        if (!entry) {
            return false;
        }
        if (wish.models) {
            const told = entry.asked.filter((target) => target.pinned).sort((left, right) => left.pinned - right.pinned);
            return same(told.map(({ model }) => model), wish.pinned);
        }
        if (wish.without) {
            const told = entry.without.filter(({ why }) => why !== 'account-disabled').map(({ model }) => model);
            return same([...told].sort(), [...wish.without].sort());
        }
        return entry.off === wish.off;
    }
}
