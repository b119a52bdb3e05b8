-- The price of each instrument at the final whistle of its match, which the settlement pays by. Written by the poll that shows the match over.
CREATE TABLE fixture_whistle_prices (
    fixture_id    bigint NOT NULL,
    instrument_id bigint NOT NULL,
    price         bigint NOT NULL,                    -- open CFDs close at it
    spot_price    bigint NOT NULL,                    -- every share is sold at it
    seq           bigint NOT NULL,                    -- the last tick before the whistle
    taken_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (fixture_id, instrument_id)
);

-- Settlements that an admin has forced although the match is not over, or not void. Without a row here no run settles such a match.
CREATE TABLE fixture_settlement_overrides (
    fixture_id bigint NOT NULL,
    kind       text   NOT NULL CHECK (kind IN ('FULL_TIME', 'VOID')),
    actor      text   NOT NULL,
    reason     text   NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (fixture_id, kind)
);
