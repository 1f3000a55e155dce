/** Tests an account with one tiny call, and tells in words what came of it. */

const MOST_TOKENS = 64;
const PATIENCE = 45_000;

/** What to do about a call that failed, by its reason. */
const ADVICE = {
    unauthorized: 'The provider does not accept the key. Look whether it was copied whole, and is still valid; then remove the account and add it with the right key.',
    'out-of-funds': 'The provider wants money first: see to the billing in its console.',
    'rate-limited': 'The account works, and is limited at the moment. Sidestep waits, or goes on with another account.',
    'model-unavailable': 'The provider does not offer this model to the account. Test another model.',
    'unknown-model': 'The account is not asked for this model. Test another model, or look whether the account is disabled.',
    rejected: 'The provider was reached and knows the key, but did not like the request. Test another model.',
    unavailable: 'The provider was not reached, or had trouble of its own. Look whether the address is right and can be reached from this machine, and try again.',
};
const FALLBACK = 'The log of the gateway has more of it.';

/** Asks the model for a word: `{ good, text, advice, ms, model }`. Never throws. */
export async function test(api, account, model) {
    const began = performance.now();
    const taken = () => performance.now() - began;
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), PATIENCE);
    try {
        const response = await api.send('POST', '/api/v1/try/chat/completions', {
            body: body(account, model), headers: { 'x-sidestep-max-attempts': '1' }, signal: cut.signal,
        });
        const document = await response.json().catch(() => null);
        return response.ok
            ? answered(account, model, response.headers.get('x-sidestep-target') ?? '', { ms: taken(), text: said(document) })
            : { good: false, model, ms: taken(), ...told(new api.ApiError(response.status, document?.error)) };
    } catch (error) {
        return error.name === 'AbortError'
            ? { good: false, model, ms: taken(), text: 'No answer within 45 seconds', advice: ADVICE.unavailable }
            : { good: false, model, ms: taken(), ...told(error) };
    } finally {
        clearTimeout(timer);
    }
}

/** A model that is limited is passed over without an attempt, so another one may have answered. */
function answered(account, model, target, outcome) {
    if (target.startsWith(`${account}/`)) {
        return { good: true, model: target.slice(account.length + 1), ...outcome };
    }
    return {
        ...outcome, good: false, limited: true, model, text: `${account} cannot be asked for ${model} at the moment; ${target} answered in its place.`,
        advice: 'The page Models tells until when, and why.',
    };
}

const body = (account, model) => ({
    model: `${account}/${model}`,
    max_tokens: MOST_TOKENS,
    messages: [{ role: 'user', content: 'Say hello in one word.' }],
});

function said(answer) {
    const text = answer?.choices?.[0]?.message?.content;
    return typeof text === 'string' && text.trim() ? text.trim().slice(0, 300) : '';
}

/** The true error: the provider's own words where there are some, else the gateway's. */
function told(error) {
    const tried = (error.facts?.attempts ?? []).at(-1);
    const detail = tried?.detail || tried?.message || error.message;
    return { limited: error.facts?.reason === 'rate-limited', text: detail, advice: ADVICE[error.facts?.reason] ?? FALLBACK };
}
