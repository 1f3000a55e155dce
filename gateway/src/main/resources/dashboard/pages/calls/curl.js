/** A call as a command for the terminal, without anybody's key. */

const PATHS = {
    openai: '/v1/chat/completions', responses: '/v1/responses', anthropic: '/v1/messages',
};

const SKELETONS = {
    openai: (call) => ({ model: call.wanted, messages: [{ role: 'user', content: 'Hello' }], stream: call.streaming }),
    responses: (call) => ({ model: call.wanted, input: 'Hello', stream: call.streaming }),
    anthropic: (call) => ({ model: call.wanted, max_tokens: 256, messages: [{ role: 'user', content: 'Hello' }], stream: call.streaming }),
};

const quoted = (text) => `'${text.replaceAll('\'', '\'\\\'\'')}'`;

/** The recorded request, where it was kept whole. */
export function recorded(call) {
    const request = call.content?.request;
    try {
        return request ? JSON.parse(request) : null;
    } catch {
        return null;
    }
}

const isEmbedding = (call) => call.kind === 'embeddings';

const path = (call) => (isEmbedding(call) ? '/v1/embeddings' : PATHS[call.wire] ?? PATHS.openai);

function body(call) {
    if (recorded(call) !== null && call.kind !== 'agent') {
        return call.content.request;
    }
    const made = isEmbedding(call) ? { model: call.wanted, input: 'Hello' } : (SKELETONS[call.wire] ?? SKELETONS.openai)(call);
    return JSON.stringify(made, null, 2);
}

/** The command. The key is read from `$SIDESTEP_KEY`. */
export function curl(call, origin = location.origin) {
    const lines = [
        `curl ${call.streaming ? '-N ' : ''}${origin}${path(call)}`,
        '-H "Authorization: Bearer $SIDESTEP_KEY"',
        '-H \'Content-Type: application/json\'',
        ...(call.wire === 'anthropic' ? ['-H \'anthropic-version: 2023-06-01\''] : []),
        `-d ${quoted(body(call))}`,
    ];
    return lines.join(' \\\n  ');
}
