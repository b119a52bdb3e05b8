-- Entries that were applied, lost with Postgres' last moments in a fail-over, and applied again. refilled_to is the last of them, so that a loss is counted once.
ALTER TABLE outbox_offsets ADD COLUMN refilled bigint NOT NULL DEFAULT 0;
ALTER TABLE outbox_offsets ADD COLUMN refilled_to text;
ALTER TABLE outbox_offsets ADD COLUMN refilled_at timestamptz;
