/** How a chat call goes over the wire, and what comes back of it. */
import { ApiError, send } from '../../api.js';

/** The body of a call, as any OpenAI client would send it. */
export const body = ({ model, system, messages, temperature, maxTokens }) => ({
    model: model.trim() || 'auto',
    messages: system.trim() ? [{ role: 'system', content: system.trim() }, ...messages] : messages,
    ...(temperature === '' ? {} : { temperature: Number(temperature) }),
    ...(maxTokens === '' ? {} : { max_completion_tokens: Number(maxTokens) }),
    stream: true,
});

/**
 * Makes a call and tells of it as it comes: `told(facts)` what the gateway says about it, `text(piece)`, `thought(piece)`.
 * Ends when the answer does; fails with an ApiError, or an AbortError where the signal says so.
 */
export async function chat(call, { told, text, thought, signal }) {
    const response = await send('POST', '/api/v1/try/chat/completions', {
        body: { ...call, stream_options: { include_usage: true } }, headers: { accept: 'text/event-stream' }, signal,
    });
    told(ours(response.headers));
    if (!response.ok) {
        throw await refusal(response);
    }
    let isWhole = false;
    for await (const line of lines(response.body)) {
        if (line.startsWith(':')) {
            const [name, ...rest] = line.slice(1).trim().split(': ');
            told({ [name]: rest.join(': ') });
        } else if (line === 'data: [DONE]') {
            isWhole = true;
        } else if (line.startsWith('data: ')) {
            piece(JSON.parse(line.slice(6)), { told, text, thought });
        }
    }
    if (!isWhole) {
        throw new ApiError(0, { code: 'cut_off', message: 'The answer broke off: the connection to the gateway was lost' });
    }
}

function piece(event, { told, text, thought }) {
    if (event.error) {
        throw new ApiError(event.error.status ?? 0, event.error, event.error.retry_after_seconds);
    }
    if (event.usage) {
        told({ usage: event.usage });
    }
    const delta = event.choices?.[0]?.delta ?? {};
    if (delta.reasoning_content ?? delta.reasoning) {
        thought(delta.reasoning_content ?? delta.reasoning);
    }
    if (delta.content ?? delta.refusal) {
        text(delta.content ?? delta.refusal);
    }
    if (event.choices?.[0]?.finish_reason) {
        told({ finish: event.choices[0].finish_reason });
    }
}

async function refusal(response) {
    const document = await response.json().catch(() => null);
    return new ApiError(response.status, document?.error ?? {}, response.headers.get('retry-after'));
}

const ours = (headers) => Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-sidestep-')));

async function* lines(stream) {
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
        const parts = (rest + value).split('\n');
        rest = parts.pop();
        yield* parts.filter((line) => line !== '');
    }
}
