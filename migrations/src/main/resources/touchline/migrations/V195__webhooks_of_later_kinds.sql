-- Events of kinds that nodes of the version before don't know. Those nodes can't read a row with an unknown kind, and would stop delivering: they see such a webhook without the
-- kind, and such a delivery as one that is never due. The version after the next can use kinds and next_at for all.
ALTER TABLE client_webhooks ADD COLUMN later_kinds text[] NOT NULL DEFAULT '{}';

ALTER TABLE client_webhook_deliveries
    ADD COLUMN later_kind text,        -- null: kind says it
    ADD COLUMN due_at     timestamptz; -- of a later kind, whose next_at is infinity

CREATE INDEX client_webhook_deliveries_later ON client_webhook_deliveries (webhook_id, due_at) WHERE done_at IS NULL AND due_at IS NOT NULL;
