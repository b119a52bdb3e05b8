-- Customers whom operators have blocked: they buy and open nothing, and may sell and close. Redis has the same as `blocked` of wallet:{id}.
CREATE TABLE customer_blocks (
    user_id text        PRIMARY KEY,
    actor   text        NOT NULL,
    reason  text        NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);

-- Access tokens of a user that were issued until then are rejected. Nodes look for new rows twice a second.
CREATE TABLE ended_sessions (
    user_id      text        PRIMARY KEY,
    issued_until timestamptz NOT NULL
);

-- Log-ins of customers, for operators.
CREATE TABLE customer_log_ins (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    text        NOT NULL,
    device     text,                                   -- the User-Agent, cut to 200 characters
    at         timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL                    -- of the access token
);
CREATE INDEX customer_log_ins_by_user ON customer_log_ins (user_id, id DESC);
CREATE INDEX customer_log_ins_by_time ON customer_log_ins (at);

-- Movements between the house and a customer's cash: requested by an admin, approved or refused by another one.
CREATE TABLE adjustments (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      text        NOT NULL,
    amount       bigint      NOT NULL CHECK (amount <> 0), -- ten-thousandths, positive to the customer
    state        text        NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'BOOKED', 'REFUSED', 'FAILED')),
    requested_by text        NOT NULL,
    reason       text        NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    decided_by   text,
    decided_at   timestamptz,
    failure      text                                  -- why the market refused it
);
CREATE INDEX adjustments_by_user ON adjustments (user_id, id DESC);
