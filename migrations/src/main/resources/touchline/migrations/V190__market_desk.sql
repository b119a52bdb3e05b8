-- A match that is settled or voided by hand is a correction too: above a size, another operator approves it.
ALTER TABLE corrections DROP CONSTRAINT corrections_kind_check;
ALTER TABLE corrections ADD CONSTRAINT corrections_kind_check
    CHECK (kind IN ('VOID_EVENT', 'VOID_BUMP', 'SET_PRICE', 'CANCEL_ORDER', 'CANCEL_CLOSE', 'SETTLE_FIXTURE', 'VOID_FIXTURE'));

-- The e-mail address with which a customer logged in, as a digest under a key that the database does not have. Deleted with the row after 90 days.
ALTER TABLE customer_log_ins ADD COLUMN email_digest text;
CREATE INDEX customer_log_ins_by_email ON customer_log_ins (email_digest) WHERE email_digest IS NOT NULL;
