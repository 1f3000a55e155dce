/** What is known of targets, as accounts in the order in which they are tried. */

const BACK = new Set(['cooling', 'no-room', 'unhealthy', 'benched']);
const seen = new WeakMap();
const unasked = new WeakMap();

/** Remembers when a target's facts were told: their seconds count from then. */
export function stamp(targets, at = Date.now()) {
    targets.forEach((target) => seen.set(target, at));
}

/** When a target's facts were told, by this browser's clock. */
export const seenAt = (target) => seen.get(target) ?? Date.now();

/** When the target is back as far as anybody knows; 0 where nothing holds it back. */
export const endsAt = (target) => (BACK.has(target.state) ? seenAt(target) + 1_000 * target.state_seconds : 0);

/** When all of a quota is back. */
export const resetsAt = (target, quota) => seenAt(target) + 1_000 * quota.reset_seconds;

/** What is left of a quota now: all of it, once its reset has passed and nobody told otherwise. */
export const remaining = (target, quota, now = Date.now()) => (resetsAt(target, quota) <= now ? quota.limit : Math.max(0, quota.remaining));

/** The next moment at which a quota of the target is all back; Infinity where none is awaited. */
export const nextReset = (target, now = Date.now()) => target.quotas.reduce((next, quota) => {
    const at = resetsAt(target, quota);
    return at > now && at < next ? at : next;
}, Infinity);

/** True where a call may go to the target at this moment. */
export const answersNow = ({ state }) => state === 'ready' || state === 'recovering';

/** The keys of all that holds targets back. */
export const keys = (targets) => [...new Set(targets.flatMap((target) => target.cooldowns.map(({ key }) => key)))];

/** A target that is configured and not asked, in the shape of the others; the same one each time. */
export function disabled(target, why = target.why ?? 'without') {
    if (unasked.get(target)?.why !== why) {
        unasked.set(target, {
            features: [], price: null, health: null, pinned: null, ...target, why, state: 'disabled', state_seconds: 0, cooldowns: [], quotas: [],
        });
    }
    return unasked.get(target);
}

/**
 * The accounts in the order in which they are tried, each with its targets in theirs, and what is not asked at the end; then those that are
 * disabled or have no key.
 * What a person wished and the gateway has not told yet counts as done.
 */
export function plan({ targets, unasked: off, locked }, wishes) {
    const found = new Map();
    const place = ({ account, provider, quota_group: group }) => {
        if (!found.has(account)) {
            found.set(account, { name: account, provider, group: account, off: false, asked: [], without: [], trouble: '' });
        }
        const entry = found.get(account);
        entry.group = group ?? entry.group;
        return entry;
    };
    targets.forEach((target) => place(target).asked.push(target));
    off.forEach((target) => {
        const entry = place(target);
        entry.off ||= target.why === 'account-disabled';
        entry.without.push(target);
    });
    locked.forEach(({ name, provider, quota_group: group, locked: why }) => {
        place({ account: name, provider, quota_group: group }).trouble = why;
    });
    return wishes.ordered([...found.values()]).map((entry) => wishes.applied(entry));
}

/** True for an account that has a place in the order in which accounts are tried. */
export const movable = ({ off, trouble }) => !off && !trouble;

/** How many targets are in each state. */
export function tally(targets) {
    const counts = {};
    targets.forEach(({ state }) => {
        counts[state] = (counts[state] ?? 0) + 1;
    });
    return counts;
}

/** Neighbours of the same state, as runs: what a strip of states is drawn from. */
export function runs(targets) {
    const found = [];
    targets.forEach(({ state }) => {
        if (found.at(-1)?.state === state) {
            found.at(-1).size += 1;
        } else {
            found.push({ state, size: 1 });
        }
    });
    return found;
}
