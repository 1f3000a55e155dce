-- Who called whom, and at an attempt's prices: billionths of a US dollar for a token, and null where unknown.
-- The number follows from the rest; there are as many as there are targets and callers.
CREATE TABLE parties (
    party integer NOT NULL PRIMARY KEY,
    provider text NOT NULL,
    account text NOT NULL,
    model text NOT NULL,
    client text NOT NULL,
    input_price integer,
    output_price integer
);

-- A row per call. Ids grow with time: rows are appended, and the order of ids is the order of calls.
CREATE TABLE calls (
    id text NOT NULL PRIMARY KEY,
    party integer NOT NULL,
    kind text NOT NULL,
    wire text NOT NULL,
    wanted text NOT NULL,
    streaming integer NOT NULL,
    outcome text NOT NULL,
    detail text,
    attempts integer NOT NULL,
    sidestepped integer NOT NULL,
    started_at integer NOT NULL,
    waited integer NOT NULL,
    duration integer NOT NULL,
    first_content integer NOT NULL,
    skipped text
) WITHOUT ROWID;

-- What is under way, to be found without a scan when its process is gone.
CREATE INDEX calls_open ON calls (id) WHERE outcome = 'open';

-- A row per attempt. Amounts are billionths of a US dollar.
CREATE TABLE attempts (
    call text NOT NULL,
    number integer NOT NULL,
    party integer NOT NULL,
    move text NOT NULL,
    outcome text NOT NULL,
    detail text,
    sent integer NOT NULL,
    started_at integer NOT NULL,
    waited integer NOT NULL,
    duration integer NOT NULL,
    first_content integer NOT NULL,
    cooled_millis integer NOT NULL,
    token_state text NOT NULL,
    input integer NOT NULL,
    output integer NOT NULL,
    cached integer NOT NULL,
    cache_written integer NOT NULL,
    reasoning integer NOT NULL,
    cost_nano_usd integer NOT NULL,
    skipped text,
    PRIMARY KEY (call, number)
) WITHOUT ROWID;

CREATE INDEX attempts_open ON attempts (call) WHERE outcome = 'open';

CREATE TABLE contents (
    call text NOT NULL PRIMARY KEY,
    request text NOT NULL,
    answer text NOT NULL
);

-- What became of calls and attempts by the hour in which they began, in hours since 1970: outlives their rows.
CREATE TABLE usage_hours (
    hour integer NOT NULL,
    provider text NOT NULL,
    account text NOT NULL,
    model text NOT NULL,
    client text NOT NULL,
    calls integer NOT NULL,
    answered integer NOT NULL,
    sidestepped integer NOT NULL,
    waited integer NOT NULL,
    attempts integer NOT NULL,
    rate_limited integer NOT NULL,
    avoided integer NOT NULL,
    input integer NOT NULL,
    output integer NOT NULL,
    cached integer NOT NULL,
    cache_written integer NOT NULL,
    reasoning integer NOT NULL,
    cost_nano_usd integer NOT NULL,
    estimated integer NOT NULL,
    unknown integer NOT NULL,
    unknown_nano_usd integer NOT NULL,
    unpriced integer NOT NULL,
    PRIMARY KEY (hour, provider, account, model, client)
) WITHOUT ROWID;

-- Instants are milliseconds since 1970, spans milliseconds.
CREATE TABLE cooldowns (
    scope text NOT NULL,
    holder text NOT NULL,
    model text NOT NULL,
    limit_window text NOT NULL,
    kind text NOT NULL,
    target text NOT NULL,
    until_at integer NOT NULL,
    span integer NOT NULL,
    level integer NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (scope, holder, model, limit_window, kind)
) WITHOUT ROWID;

CREATE TABLE quotas (
    scope text NOT NULL,
    holder text NOT NULL,
    model text NOT NULL,
    unit text NOT NULL,
    limit_window text NOT NULL,
    most integer NOT NULL,
    used integer NOT NULL,
    saved_at integer NOT NULL,
    reset_span integer NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (scope, holder, model, unit, limit_window)
) WITHOUT ROWID;

CREATE TABLE conversations (
    caller text NOT NULL,
    agent text NOT NULL,
    id text NOT NULL,
    turns integer NOT NULL,
    messages text NOT NULL,
    used_at integer NOT NULL,
    PRIMARY KEY (caller, agent, id)
);

CREATE INDEX conversations_used ON conversations (used_at);

-- Tells a start whether anything is to be migrated; every migration ends with its own number here.
PRAGMA user_version = 1;
