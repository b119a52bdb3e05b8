-- How far the entries that this market's scripts numbered are applied: a Redis that has written less has lost data. Entries of other programs bear no number.
ALTER TABLE outbox_offsets ADD COLUMN written bigint NOT NULL DEFAULT 0;

-- The number of the last comparison that opened the market on a Redis. A batch that was read from another Redis than that is not applied.
ALTER TABLE outbox_offsets ADD COLUMN confirmation bigint NOT NULL DEFAULT 0;

-- The server (its replication id) that this comparison opened.
ALTER TABLE outbox_offsets ADD COLUMN confirmed_server text NOT NULL DEFAULT '';

-- A dead letter is kept as evidence. Resolved, it no longer counts against the books.
ALTER TABLE outbox_dead_letters ADD COLUMN resolved_at timestamptz;
ALTER TABLE outbox_dead_letters ADD COLUMN resolved_by text;
ALTER TABLE outbox_dead_letters ADD COLUMN resolution  text;
