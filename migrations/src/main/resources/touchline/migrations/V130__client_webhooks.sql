-- Addresses to which a user's events are sent. No foreign keys: the flusher, which queues deliveries, must never fail or wait because a user deletes a webhook.
CREATE TABLE client_webhooks (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id        text        NOT NULL,
    url            text        NOT NULL,
    kinds          text[]      NOT NULL,              -- ORDER, POSITION, WALLET
    secret         text        NOT NULL,              -- signs deliveries, so it can't be stored as a hash
    created_at     timestamptz NOT NULL DEFAULT now(),
    created_from   text        NOT NULL,              -- the caller's address
    busy_until     timestamptz,                       -- a node sends to it; no other node does before then
    failing_since  timestamptz,                       -- the first failure since the last success
    disabled_at    timestamptz,
    disabled_because text CHECK (disabled_because IN ('FAILING', 'BACKLOG')),
    CHECK ((disabled_at IS NULL) = (disabled_because IS NULL))
);
CREATE INDEX client_webhooks_by_user ON client_webhooks (user_id);

-- An event of a webhook's user. Queued in the transaction that applies the event's entry to the book, so no crash loses one.
CREATE TABLE client_webhook_deliveries (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id   bigint      NOT NULL,
    event_id     text        NOT NULL,                -- the entry's id, and the part of it
    part         int         NOT NULL,
    kind         text        NOT NULL,
    entry        text        NOT NULL,                -- the outbox entry's fields as JSON, from which the body is made
    queued_at    timestamptz NOT NULL DEFAULT now(),  -- or when it was sent again
    next_at      timestamptz NOT NULL DEFAULT now(),
    attempts     int         NOT NULL DEFAULT 0,
    done_at      timestamptz,                         -- delivered or given up
    delivered    boolean     NOT NULL DEFAULT false,
    UNIQUE (webhook_id, event_id)
);
CREATE INDEX client_webhook_deliveries_due ON client_webhook_deliveries (webhook_id, next_at) WHERE done_at IS NULL;
CREATE INDEX client_webhook_deliveries_by_time ON client_webhook_deliveries (next_at) WHERE done_at IS NULL;
CREATE INDEX client_webhook_deliveries_ended ON client_webhook_deliveries (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE client_webhook_attempts (
    delivery_id bigint      NOT NULL REFERENCES client_webhook_deliveries ON DELETE CASCADE,
    at          timestamptz NOT NULL DEFAULT now(),
    status      int,                                  -- of the answer; null for none
    error       text,                                 -- why there was none
    millis      bigint      NOT NULL
);
CREATE INDEX client_webhook_attempts_by_delivery ON client_webhook_attempts (delivery_id, at);
