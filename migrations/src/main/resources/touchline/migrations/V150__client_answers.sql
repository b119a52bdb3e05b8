-- Answers to writes of accounts (API keys, webhooks) under an Idempotency-Key, given again for 24 hours. Those to trades are in Redis.
CREATE TABLE client_answers (
    user_id       text        NOT NULL,
    key           text        NOT NULL,
    fingerprint   text        NOT NULL,               -- of the call and its body
    status        int         NOT NULL,
    sealed_answer bytea       NOT NULL,               -- encrypted under TOKEN_SECRET: it may have a secret
    answered_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);
CREATE INDEX client_answers_by_time ON client_answers (answered_at);

-- The end of the time in which a webhook has failed: a new failure after a quiet day is the first again.
ALTER TABLE client_webhooks ADD COLUMN last_failed_at timestamptz;
