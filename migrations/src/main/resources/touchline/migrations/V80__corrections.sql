-- Corrections of what the feed or an operator got wrong: requested by one operator and, above a size, approved by another one. Past entries of the ledger never change.
CREATE TABLE corrections (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text        NOT NULL CHECK (kind IN ('VOID_EVENT', 'VOID_BUMP', 'SET_PRICE', 'CANCEL_ORDER', 'CANCEL_CLOSE')),
    fixture_id     bigint,                              -- of an event
    event_id       bigint,
    instrument_id  bigint,                              -- of a bump or a price
    price          bigint,                              -- the new one
    trade_id       bigint,                              -- the order or the position
    state          text        NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'DONE', 'REFUSED', 'FAILED', 'EXPIRED')),
    needs_approval boolean     NOT NULL,
    gains          bigint      NOT NULL,                -- what all customers who gain were shown to gain, ten-thousandths
    losses         bigint      NOT NULL,                -- the same of those who lose, not negative
    customers      int         NOT NULL,                -- whom it concerns
    requested_by   text        NOT NULL,
    reason         text        NOT NULL,
    requested_at   timestamptz NOT NULL DEFAULT now(),
    expires_at     timestamptz NOT NULL,
    decided_by     text,
    decided_at     timestamptz,
    failure        text                                 -- why the market refused it
);
CREATE UNIQUE INDEX corrections_of_a_trade ON corrections (trade_id) WHERE state IN ('REQUESTED', 'APPROVED', 'DONE');

-- Events whose bumps operators have taken back, even where the feed still lists them. Redis has the same as event_voids:{fixture}.
CREATE TABLE event_voids (
    fixture_id    bigint NOT NULL,
    event_id      bigint NOT NULL,
    instrument_id bigint NOT NULL DEFAULT 0,            -- whose bump it is; 0 for all
    correction_id bigint NOT NULL,
    PRIMARY KEY (fixture_id, event_id, instrument_id)
);

-- The compensating order of a cancelled one.
ALTER TABLE orders DROP CONSTRAINT orders_source_check;
ALTER TABLE orders ADD CONSTRAINT orders_source_check CHECK (source IN ('USER', 'FULL_TIME', 'VOID', 'CORRECTION'));
