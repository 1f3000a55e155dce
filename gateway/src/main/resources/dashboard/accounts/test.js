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
        const answer = await api.post('/api/v1/try/chat/completions', body(account, model), {
            headers: { 'x-sidestep-max-attempts': '1' }, signal: cut.signal,
        });
        return { good: true, model, ms: taken(), text: said(answer) };
    } catch (error) {
        return error.name === 'AbortError'
            ? { good: false, model, ms: taken(), text: 'No answer within 45 seconds', advice: ADVICE.unavailable }
            : { good: false, model, ms: taken(), ...told(error) };
    } finally {
        clearTimeout(timer);
    }
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
    const tried = (error.facts.attempts ?? []).at(-1);
    const detail = tried?.detail ?? tried?.message;
    return { text: detail ? `${error.message} (${detail})` : error.message, advice: ADVICE[error.facts.reason] ?? FALLBACK };
}
