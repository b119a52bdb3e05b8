-- Operators: who is logged in, and who keeps failing to. Who they are stands in a file, not here. No secret can be read back from either table.

CREATE TABLE operator_sessions (
    token_hash   text        PRIMARY KEY,             -- SHA-256 of the cookie
    operator     text        NOT NULL,
    fingerprint  text        NOT NULL,                -- of his entry in the file; the session ends when that changes
    address      text        NOT NULL,                -- from where he logged in
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX operator_sessions_by_expiry ON operator_sessions (expires_at);

CREATE TABLE operator_log_in_failures (
    subject         text        PRIMARY KEY,          -- what is counted, hashed: people type passwords where names belong
    kind            text        NOT NULL CHECK (kind IN ('NAME_FROM_ADDRESS', 'ADDRESS', 'NAME')),
    failures        int         NOT NULL,
    last_attempt_at timestamptz NOT NULL,
    locked_until    timestamptz NOT NULL,
    succeeded_at    timestamptz                       -- when this name last got in from this address
);
CREATE INDEX operator_log_in_failures_by_attempt ON operator_log_in_failures (last_attempt_at);
