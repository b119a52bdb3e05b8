-- Access tokens whose bearers logged out before they ran out. Nodes look for new ones twice a second.

CREATE TABLE revoked_tokens (
    id         text        PRIMARY KEY,                -- the token's jti
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX revoked_tokens_by_revocation ON revoked_tokens (revoked_at);
