-- Entries of the outbox that a process saw and that neither Redis nor the book had after Redis was replaced: what a fail-over has lost.
CREATE TABLE lost_entries (
    stream    text        NOT NULL,
    outbox_id text        NOT NULL,
    entry     bigint      NOT NULL, -- its number in the stream
    type      text        NOT NULL,
    user_id   text,
    reference text,                 -- the order, position or request
    fields    jsonb       NOT NULL,
    found_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stream, outbox_id)
);
