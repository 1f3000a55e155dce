/** The gateway's API: JSON in, JSON out, and errors that say what to do. */

let csrf = '';

/** What the gateway refused, in its own words. */
export class ApiError extends Error {
    constructor(status, error = {}, retryAfter = null) {
        super(error.message ?? `The gateway answered with status ${status}`);
        this.status = status;
        this.code = error.code ?? '';
        this.facts = error;
        this.retryAfter = retryAfter;
    }
}

/** Who is told when the gateway no longer knows this browser: set by the shell. */
export const lost = { listener: () => {} };

/** Brings the token that changes need. */
export function signed(token) {
    csrf = token ?? '';
}

/** Sends a request as it is, with what a signed-in browser must bring. The answer may be a stream. */
export async function send(method, path, { body, headers = {}, signal } = {}) {
    const brought = { accept: 'application/json', ...headers };
    if (body !== undefined) {
        brought['content-type'] = 'application/json';
    }
    if (method !== 'GET' && csrf) {
        brought['x-sidestep-csrf'] = csrf;
    }
    let response;
    try {
        response = await fetch(path, {
            method, headers: brought, body: body === undefined ? undefined : JSON.stringify(body), signal, cache: 'no-store',
        });
    } catch (failure) {
        if (failure.name === 'AbortError') {
            throw failure;
        }
        throw new ApiError(0, { code: 'unreachable', message: 'The gateway does not answer. Is it still running?' });
    }
    return response;
}

async function answer(method, path, options) {
    const response = await send(method, path, options);
    const text = await response.text();
    const document = parsed(text);
    if (!response.ok) {
        if (response.status === 401) {
            lost.listener();
        }
        throw new ApiError(response.status, document?.error, response.headers.get('retry-after'));
    }
    return document;
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}

const query = (parameters = {}) => {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
    return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

/** One path segment, safe whatever it holds. */
export const segment = (text) => encodeURIComponent(text);

export const get = (path, parameters, options) => answer('GET', path + query(parameters), options);
export const post = (path, body, options) => answer('POST', path, { body, ...options });
export const put = (path, body) => answer('PUT', path, { body });
export const patch = (path, body) => answer('PATCH', path, { body });
export const remove = (path, parameters) => answer('DELETE', path + query(parameters));

/** An address for `<a href>`: CSV and other downloads. */
export const address = (path, parameters) => path + query(parameters);
