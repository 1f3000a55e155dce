-- Who called whom, and at an attempt's prices: billionths of a US dollar for a token, and null where unknown.
-- The number follows from the rest; there are as many as there are targets and callers.
CREATE TABLE parties (
    party bigint NOT NULL PRIMARY KEY,
    provider text NOT NULL,
    account text NOT NULL,
    model text NOT NULL,
    client text NOT NULL,
    input_price bigint,
    output_price bigint
);

-- A row per call. Ids grow with time: rows are appended, and the order of ids is the order of calls.
CREATE TABLE calls (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    party bigint NOT NULL,
    kind text NOT NULL,
    wire text NOT NULL,
    wanted text NOT NULL,
    streaming boolean NOT NULL,
    outcome text NOT NULL,
    detail text,
    attempts bigint NOT NULL,
    sidestepped boolean NOT NULL,
    started_at bigint NOT NULL,
    waited bigint NOT NULL,
    duration bigint NOT NULL,
    first_content bigint NOT NULL,
    skipped text,
    -- Who wrote it: each connection of a node that writes says so once.
    node bigint NOT NULL DEFAULT current_setting('sidestep.node')::bigint
);

-- What is under way, to be found without a scan when its process is gone.
CREATE INDEX calls_open ON calls (node) WHERE outcome = 'open';

-- A row per attempt. Amounts are billionths of a US dollar.
CREATE TABLE attempts (
    call text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    party bigint NOT NULL,
    move text NOT NULL,
    outcome text NOT NULL,
    detail text,
    sent boolean NOT NULL,
    started_at bigint NOT NULL,
    waited bigint NOT NULL,
    duration bigint NOT NULL,
    first_content bigint NOT NULL,
    cooled_millis bigint NOT NULL,
    token_state text NOT NULL,
    input bigint NOT NULL,
    output bigint NOT NULL,
    cached bigint NOT NULL,
    cache_written bigint NOT NULL,
    reasoning bigint NOT NULL,
    cost_nano_usd bigint NOT NULL,
    skipped text,
    -- Who wrote it: each connection of a node that writes says so once.
    node bigint NOT NULL DEFAULT current_setting('sidestep.node')::bigint,
    PRIMARY KEY (call, number)
);

CREATE INDEX attempts_open ON attempts (node) WHERE outcome = 'open';

CREATE TABLE contents (
    call text COLLATE "C" NOT NULL PRIMARY KEY,
    request text NOT NULL,
    answer text NOT NULL
);

-- What became of calls and attempts by the hour in which they began, in hours since 1970: outlives their rows.
CREATE TABLE usage_hours (
    hour bigint NOT NULL,
    provider text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    client text COLLATE "C" NOT NULL,
    calls bigint NOT NULL,
    answered bigint NOT NULL,
    sidestepped bigint NOT NULL,
    waited bigint NOT NULL,
    attempts bigint NOT NULL,
    rate_limited bigint NOT NULL,
    avoided bigint NOT NULL,
    input bigint NOT NULL,
    output bigint NOT NULL,
    cached bigint NOT NULL,
    cache_written bigint NOT NULL,
    reasoning bigint NOT NULL,
    cost_nano_usd bigint NOT NULL,
    estimated bigint NOT NULL,
    unknown bigint NOT NULL,
    unknown_nano_usd bigint NOT NULL,
    unpriced bigint NOT NULL,
    PRIMARY KEY (hour, provider, account, model, client)
);

-- Instants are milliseconds since 1970, spans milliseconds.
CREATE TABLE cooldowns (
    scope text COLLATE "C" NOT NULL,
    holder text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    limit_window text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    target text NOT NULL,
    until_at bigint NOT NULL,
    span bigint NOT NULL,
    level bigint NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (scope, holder, model, limit_window, kind)
);

CREATE TABLE quotas (
    scope text COLLATE "C" NOT NULL,
    holder text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    limit_window text COLLATE "C" NOT NULL,
    most bigint NOT NULL,
    used bigint NOT NULL,
    saved_at bigint NOT NULL,
    reset_span bigint NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (scope, holder, model, unit, limit_window)
);

CREATE TABLE conversations (
    caller text COLLATE "C" NOT NULL,
    agent text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    turns bigint NOT NULL,
    messages text NOT NULL,
    used_at bigint NOT NULL,
    PRIMARY KEY (caller, agent, id)
);

CREATE INDEX conversations_used ON conversations (used_at);

-- Who writes here, and when each last said that it is alive, by this database's clock.
CREATE TABLE nodes (
    node bigint PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
