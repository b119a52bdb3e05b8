-- Ticks by which positions had to be judged and that neither Redis nor the book had.
CREATE TABLE missing_ticks (
    instrument_id bigint      NOT NULL,
    first_seq     bigint      NOT NULL,
    last_seq      bigint      NOT NULL, -- the tick before the next that is there
    found_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (instrument_id, last_seq),
    CHECK (first_seq <= last_seq)
);
CREATE INDEX missing_ticks_found ON missing_ticks (found_at);
