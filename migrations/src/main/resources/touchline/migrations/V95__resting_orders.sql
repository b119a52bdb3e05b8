-- Orders and openings that wait for a price, and requests that were cancelled (ADR 20).

ALTER TABLE orders DROP CONSTRAINT orders_state_check;
ALTER TABLE orders
    ADD CONSTRAINT orders_state_check
        CHECK (state IN ('PENDING', 'WORKING', 'TRIGGERED', 'FILLED', 'REJECTED', 'CANCELLED', 'EXPIRED')),
    ADD COLUMN order_type      text,                        -- MARKET, LIMIT, STOP, STOP_LIMIT; null for a market order
    ADD COLUMN limit_price     bigint,
    ADD COLUMN stop_price      bigint,
    ADD COLUMN time_in_force   text,                        -- GTC, DAY, IOC
    ADD COLUMN reserved        bigint NOT NULL DEFAULT 0,   -- money held for it while it rests
    ADD COLUMN reserved_shares bigint NOT NULL DEFAULT 0,   -- shares held back for it while it rests
    ADD COLUMN terms           text;                        -- the fields of request:{id}, as in 'side=BUY quantity=5'
CREATE INDEX orders_resting ON orders (instrument_id) WHERE state IN ('WORKING', 'TRIGGERED');

DO $$
DECLARE found text;
BEGIN
    FOR found IN SELECT conname FROM pg_constraint WHERE conrelid = 'position_requests'::regclass AND contype = 'c'
                 AND pg_get_constraintdef(oid) LIKE '%PENDING%'
    LOOP
        EXECUTE 'ALTER TABLE position_requests DROP CONSTRAINT ' || quote_ident(found);
    END LOOP;
END $$;
ALTER TABLE position_requests
    ADD CONSTRAINT position_requests_state_check
        CHECK (state IN ('PENDING', 'WORKING', 'TRIGGERED', 'FILLED', 'REJECTED', 'CANCELLED', 'EXPIRED')),
    ADD CONSTRAINT position_requests_decided_check
        CHECK ((state IN ('PENDING', 'WORKING', 'TRIGGERED')) = (decided_at IS NULL)),
    ADD COLUMN order_type      text,
    ADD COLUMN limit_price     bigint,
    ADD COLUMN stop_price      bigint,
    ADD COLUMN time_in_force   text,
    ADD COLUMN reserved        bigint NOT NULL DEFAULT 0,
    ADD COLUMN terms           text;
CREATE INDEX position_requests_resting ON position_requests (instrument_id) WHERE state IN ('WORKING', 'TRIGGERED');
