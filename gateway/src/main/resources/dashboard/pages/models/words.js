/** How targets, limits and cooldowns are put into words. */
import { count, exact } from '../../format.js';

/** The states in the order in which people look for them. */
export const STATES = ['ready', 'recovering', 'cooling', 'no-room', 'unhealthy', 'benched', 'disabled'];

const STATE_TITLES = {
    ready: 'Nothing is known against it',
    recovering: 'A cooldown has ended, and a few calls at a time try whether that is true',
    cooling: 'A limit is waited out',
    'no-room': 'A limit has no room, not even for the smallest call',
    unhealthy: 'It failed too often lately, and is asked when nothing else is left',
    benched: 'Somebody has to do something: the key was refused, the funds are used up, or the model is gone',
    disabled: 'Configured, and not asked',
};

/** What a state means. */
export const stateTitle = (state) => STATE_TITLES[state] ?? state;

const KINDS = {
    'rate-limit': 'rate limit',
    'out-of-funds': 'funds used up',
    unauthorized: 'key refused',
    'model-unavailable': 'model is gone',
    overloaded: 'provider overloaded',
    unhealthy: 'failed too often',
};

/** What kind of thing holds a target back. */
export const kind = (id) => KINDS[id] ?? id.replaceAll('-', ' ');

const SCOPES = {
    model: 'this model, in the quota group', 'quota-group': 'all models of the quota group', account: 'all models of the account',
    'account-model': 'this model, through this account', 'provider-model': 'this model, at the provider',
};

/** Whom a limit or a cooldown holds back. */
export const scope = (id) => SCOPES[id] ?? id.replaceAll('-', ' ');

const SOURCES = { configured: 'configured', told: 'told by the provider', inferred: 'inferred from refusals' };

/** Who told a limit. */
export const source = (id) => SOURCES[id] ?? id;

const SHORT_UNITS = { requests: 'req', tokens: 'tok', 'input-tokens': 'in tok', 'output-tokens': 'out tok' };
const SHORT_WINDOWS = { second: 's', minute: 'min', hour: 'h', day: 'day', month: 'month' };

/** A limit in the least room: `tok/day`. */
export const shortLimit = ({ unit, window }) =>
    (unit === 'concurrent' ? 'at once' : `${SHORT_UNITS[unit] ?? unit}/${SHORT_WINDOWS[window] ?? 'window'}`);

/** A limit in full: `tokens per day`. */
export const limit = ({ unit, window }) =>
    (unit === 'concurrent' ? 'requests at once' : `${unit.replaceAll('-', ' ')} ${window === 'unspecified' ? 'in a window not told' : `per ${window}`}`);

/** What is left of a limit, of what, when it is full again and who told it. */
export const room = (quota, left, resetsAt) => `${count(left)} of ${count(quota.limit)} ${limit(quota)} left; ${
    left >= quota.limit ? 'full' : `full again ${exact(new Date(resetsAt).toISOString())}`}; ${source(quota.source)}`;

/** The window of a cooldown: `tokens of the day` is not known, so `per day`. */
export const window = (id) => (id === 'unspecified' ? 'not told' : id);

/** What is worth a word at each model, and what it means. */
const FEATURES = {
    tools: ['tools', 'Calls tools'],
    vision: ['vision', 'Sees images'],
    'json-schema': ['json', 'Answers in a given JSON schema'],
    reasoning: ['reasons', 'Thinks before it answers'],
    audio: ['audio', 'Hears audio'],
    speech: ['speech', 'Speaks'],
    files: ['files', 'Reads files'],
    citations: ['citations', 'Cites its sources'],
    embeddings: ['embeddings', 'Turns text into vectors'],
};

/** The features that are shown, as id, word and meaning. */
export const shownFeatures = (features = []) => Object.entries(FEATURES)
    .filter(([id]) => features.includes(id)).map(([id, [word, title]]) => ({ id, word, title }));

/** Every feature in words. */
export const feature = (id) => FEATURES[id]?.[1] ?? id.replaceAll('-', ' ');

/** An amount where there is little room: 994, 3.7k, 131k, 1M. */
export function short(amount) {
    if (amount >= 999_500) {
        return `${+(amount / 1_000_000).toFixed(1)}M`;
    }
    if (amount >= 9_950) {
        return `${Math.round(amount / 1_000)}k`;
    }
    return amount >= 1_000 ? `${+(Math.floor(amount / 100) / 10).toFixed(1)}k` : String(amount);
}

/** Sizes of windows as people say them: 8k, 131k, 1M. */
export const size = (amount) => (amount >= 1_000 && amount < 999_500 ? `${Math.round(amount / 1_000)}k` : short(amount));

/** US dollars per million tokens, as price lists write them. */
export const price = (amount) => (amount === 0 ? 'free' : `$${amount >= 100 ? amount.toFixed(0) : amount < 0.1 ? +amount.toFixed(4) : amount.toFixed(2)}`);
