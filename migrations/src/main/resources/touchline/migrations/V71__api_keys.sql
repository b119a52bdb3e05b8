-- Credentials that users make for their programs. Rows are kept for 90 days after the key has ended, as a record of who made and revoked it from where.
CREATE TABLE api_keys (
    id           text        PRIMARY KEY,              -- public, a part of the key
    user_id      text        NOT NULL,
    user_name    text        NOT NULL,
    name         text        NOT NULL,
    scope        text        NOT NULL CHECK (scope IN ('READ', 'TRADE')),
    hash         text        NOT NULL,                 -- SHA-256 of the whole key
    created_at   timestamptz NOT NULL,
    created_from text        NOT NULL,                 -- the caller's address
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_from text,
    CHECK ((revoked_at IS NULL) = (revoked_from IS NULL))
);
CREATE INDEX api_keys_by_user ON api_keys (user_id, created_at DESC);
