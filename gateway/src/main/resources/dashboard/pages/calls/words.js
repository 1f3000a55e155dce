/** What the ledger's words mean, as sentences: those of `explain`, told of what has been. */
import * as format from '../../format.js';

/** How a span that the ledger wrote in seconds is said: "1366s" is "22m 46s". */
const spans = (text) => text.replace(/\b(\d+)s\b/g, (_, seconds) => format.countdown(Number(seconds)));

const numbers = (text) => text.replace(/\b\d{4,}\b/g, (digits) => format.count(Number(digits)));

const parted = (detail) => {
    const [, what, left] = /^(.*) for (\d+)s$/.exec(detail) ?? [null, detail, null];
    return { what, left: left && format.countdown(Number(left)) };
};

const COOLING = {
    'rate-limit': 'a rate limit had to be waited out', unhealthy: 'it had failed too often', 'out-of-funds': 'its funds were used up',
    unauthorized: 'its key was refused', 'model-unavailable': 'its provider no longer offers it',
};

function cooling(detail) {
    const { what, left } = parted(detail);
    const why = COOLING[what] ?? (what ? format.words(what) : 'a cooldown held it back');
    return left === null || left === '0s' ? `It was cooling: ${why}, and others were trying whether that is over.` : `It was cooling: ${why}, for another ${left}.`;
}

function noRoom(detail) {
    const { what, left } = parted(detail);
    const limit = what ? `its ${what}` : 'a limit';
    return `It had no room: ${limit} had too little left for this call${left ? `, for another ${left}` : ''}.`;
}

/** Why a decision passed a target over. */
export function whyNot({ why, detail }) {
    switch (why) {
        case 'cooling': return cooling(detail);
        case 'no-room': return noRoom(detail);
        case 'too-large': return `The call is larger than it ever takes${detail ? `: ${numbers(detail)}` : ''}.`;
        case 'others-wait-for-it': return 'Calls that came before waited for it already.';
        case 'unfit': return `It lacks what the call needs${detail ? `: ${detail}` : ''}.`;
        case 'attempts-per-provider': return 'Its account had had its share of the call\'s attempts.';
        default: return `It was passed over: ${format.words(why)}${detail ? `, ${spans(detail)}` : ''}.`;
    }
}

const ofAnyTarget = (wanted) => wanted === 'auto' || wanted === '';

function start(attempt, wanted) {
    if ([attempt.model, attempt.target, `${attempt.provider}/${attempt.model}`].includes(wanted)) {
        return 'The call asked for it.';
    }
    const first = attempt.skipped.length > 0 ? 'the first that was open, once those before it were passed over' : 'the first in line';
    return ofAnyTarget(wanted) ? `The call asked for auto, and it was ${first}.` : `The call asked for ${wanted}, and it was ${first}.`;
}

/** Why a decision chose the target of an attempt. */
export function why(attempt, wanted) {
    switch (attempt.move) {
        case 'start': return start(attempt, wanted);
        case 'retry': return 'The same target once more: what had failed there may pass.';
        case 'model': return 'It came next in the same account\'s list, going round.';
        case 'account': return 'The account before it had nothing left, and it was the next of the same provider type.';
        case 'provider': return 'The account before it had nothing left, and another provider type comes first.';
        default: return `The call came there by the move ${format.words(attempt.move)}.`;
    }
}

const TOKENS = {
    settled: ['settled', 'Counted by the provider, or certainly none.'],
    estimated: ['estimated', 'Our estimate: the provider told no tokens.'],
    open: ['under way', 'Not known yet: the most that it may take.'],
    unknown: ['unknown', 'Nobody knows, nor ever will: the most that it may have taken.'],
};

/** How well an attempt's tokens are known: a word, and a sentence. */
export const certainty = (state) => TOKENS[state] ?? [format.words(state), ''];

/** What an attempt came to, and when, exactly. */
export function course(attempt, milliseconds, start) {
    const told = [start === 0 ? 'Began at once' : `Began ${format.span(start)} into the call`];
    if (attempt.waited_ms > 0) {
        told.push(`having waited ${format.span(attempt.waited_ms)}`);
    }
    if (attempt.first_content_ms !== null) {
        told.push(`first content after ${format.span(attempt.first_content_ms)}`);
    }
    told.push(attempt.outcome === 'open' ? `under way for ${format.span(milliseconds)}` : `over after ${format.span(milliseconds)}`);
    return `${told.join(', ')}.${attempt.sent ? '' : ' The request never left for the provider.'}`;
}
