/** What a person looks for among targets: kept in the address. */
import { answersNow } from './plan.js';
import { kind } from './words.js';

const texts = new WeakMap();

const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

function textOf(target) {
    if (!texts.has(target)) {
        texts.set(target, [target.target, target.provider, target.quota_group ?? '', ...target.features ?? [],
            ...target.cooldowns.flatMap((each) => [kind(each.kind), each.key, each.reason])].join(' ').toLowerCase());
    }
    return texts.get(target);
}

/** Reads filters from an address: `?q=llama&state=cooling,benched&provider=groq&can=tools&now=1`. */
export const read = (query) => ({
    text: query.get('q') ?? '',
    states: (query.get('state') ?? '').split(',').filter(Boolean),
    provider: query.get('provider') ?? '',
    feature: query.get('can') ?? '',
    now: query.get('now') === '1',
});

/** The filters as an address has them; what is not asked for is left out. */
export function write({ text, states, provider, feature, now }) {
    const given = Object.entries({ q: text, state: states.join(','), provider, can: feature, now: now ? '1' : '' }).filter(([, value]) => value);
    return new URLSearchParams(given).toString().replaceAll('%2C', ',');
}

/** True where nothing is asked for. */
export const none = (filters) => write(filters) === '';

/** What a target must be like, but for its state. */
export function besidesState({ text, provider, feature, now }) {
    const wanted = words(text);
    return (target) => (!provider || target.provider === provider)
        && (!feature || (target.features ?? []).includes(feature))
        && (!now || answersNow(target))
        && wanted.every((word) => textOf(target).includes(word));
}

/** What a target must be like. */
export function matching(filters) {
    const others = besidesState(filters);
    return (target) => (filters.states.length === 0 || filters.states.includes(target.state)) && others(target);
}
