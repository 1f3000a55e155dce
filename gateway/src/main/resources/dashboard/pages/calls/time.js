/** How long calls and attempts took, or have been under way. */

/** The milliseconds that a call took, or since it began. */
export const callSpan = (call, now = Date.now()) => (call.outcome === 'open' ? Math.max(0, now - Date.parse(call.at)) : call.duration_ms);

/** The milliseconds that an attempt took: one that is under way has no duration yet. */
export const lasting = (attempt, span) => (attempt.outcome === 'open' ? Math.max(0, span - attempt.start_ms) : attempt.duration_ms);
