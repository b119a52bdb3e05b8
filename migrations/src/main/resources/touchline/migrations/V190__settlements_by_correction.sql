-- A match that is settled or voided by hand is a correction too: above a size, another operator approves it.
ALTER TABLE corrections DROP CONSTRAINT corrections_kind_check;
ALTER TABLE corrections ADD CONSTRAINT corrections_kind_check
    CHECK (kind IN ('VOID_EVENT', 'VOID_BUMP', 'SET_PRICE', 'CANCEL_ORDER', 'CANCEL_CLOSE', 'SETTLE_FIXTURE', 'VOID_FIXTURE'));
