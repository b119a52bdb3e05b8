-- When each step of a settlement began and ended, and what it did: fixture_settlements knows only the one to do next.
CREATE TABLE fixture_settlement_steps (
    fixture_id  bigint NOT NULL REFERENCES fixture_settlements,
    step        text   NOT NULL CHECK (step IN ('FREEZE', 'REPLAY', 'SELL_SPOT', 'CLOSE_CFDS', 'THAW')),
    attempts    int    NOT NULL DEFAULT 1,             -- how often it was begun, on whichever node
    affected    bigint NOT NULL DEFAULT 0,             -- instruments, positions or holdings that it changed, over all attempts that came to their end
    began_at    timestamptz NOT NULL DEFAULT now(),    -- the first time
    finished_at timestamptz,                           -- the last time; null while it has not come to its end
    PRIMARY KEY (fixture_id, step)
);
