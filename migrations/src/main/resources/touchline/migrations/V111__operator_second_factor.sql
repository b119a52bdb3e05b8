-- The second factor of operators: time-based one-time passwords (RFC 6238).

CREATE TABLE operator_totp (
    operator     text        PRIMARY KEY,
    secret       bytea       NOT NULL,                  -- encrypted under TOKEN_SECRET
    confirmed_at timestamptz,                           -- null until the first code; until then no code is asked for
    last_step    bigint      NOT NULL DEFAULT 0         -- the time step of the last accepted code: no code is accepted twice
);

CREATE TABLE operator_recovery_codes (
    operator  text        NOT NULL,
    code_hash text        NOT NULL,
    used_at   timestamptz,
    PRIMARY KEY (operator, code_hash)
);
