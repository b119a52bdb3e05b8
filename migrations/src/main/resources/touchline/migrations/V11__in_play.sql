-- What waits out the in-play delay, and what became of it. Written by the flusher alone, as the rest of the book.

ALTER TABLE orders
    ADD COLUMN state      text NOT NULL DEFAULT 'FILLED' CHECK (state IN ('PENDING', 'FILLED', 'REJECTED')),
    ADD COLUMN problem    text,                        -- why it was rejected, as a slug
    ADD COLUMN execute_at timestamptz,                 -- when it was to be executed; null where it had not to wait
    ADD CHECK ((state = 'REJECTED') = (problem IS NOT NULL)),
    ADD CHECK (state = 'FILLED' OR (amount = 0 AND fee = 0 AND realised = 0));
CREATE INDEX orders_pending ON orders (id) WHERE state = 'PENDING';

-- Openings and closes that had to wait; a position itself stands in cfd_positions, as ever.
CREATE TABLE position_requests (
    id            bigint PRIMARY KEY,                  -- of an opening: the position's too, once there is one
    user_id       text   NOT NULL,
    kind          text   NOT NULL CHECK (kind IN ('OPEN', 'CLOSE')),
    instrument_id bigint NOT NULL,
    position_id   bigint,                              -- to be closed
    state         text   NOT NULL CHECK (state IN ('PENDING', 'FILLED', 'REJECTED')),
    problem       text,
    execute_at    timestamptz NOT NULL,
    at            timestamptz NOT NULL,
    decided_at    timestamptz,
    CHECK ((kind = 'CLOSE') = (position_id IS NOT NULL)),
    CHECK ((state = 'REJECTED') = (problem IS NOT NULL)),
    CHECK ((state = 'PENDING') = (decided_at IS NULL))
);
CREATE INDEX position_requests_by_position ON position_requests (position_id, id DESC) WHERE kind = 'CLOSE';
CREATE INDEX position_requests_pending ON position_requests (id) WHERE state = 'PENDING';
