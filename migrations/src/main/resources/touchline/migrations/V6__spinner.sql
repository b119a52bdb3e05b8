-- The weekly draw, and what makes a week's standings quick to add up.

-- The secret of a week's draw. Its hash is published from when it is made, weeks ahead; the seed itself with the draw, and to nobody before.
CREATE TABLE spin_seeds (
    week      text PRIMARY KEY,                       -- 2026-W47
    seed      text NOT NULL,                          -- 64 hexadecimal digits
    seed_hash text NOT NULL,                          -- SHA-256 of them as text, in hexadecimal
    made_at   timestamptz NOT NULL DEFAULT now()
);

-- A week nobody can win has a row too: it is drawn, and nobody won.
ALTER TABLE weekly_spins
    ADD CHECK ((winner IS NULL) = (cardinality(candidates) = 0)),
    ADD CHECK (winner IS NULL OR winner = ANY (candidates));

CREATE INDEX cfd_positions_by_close ON cfd_positions (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX orders_by_sale ON orders (at) WHERE side = 'SELL';
