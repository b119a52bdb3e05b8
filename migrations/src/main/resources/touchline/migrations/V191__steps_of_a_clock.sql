-- Where each stream was applied, a minute or more apart, counted and not dated: a stream is trimmed only up to the sixtieth before the last. So an entry stays for an
-- hour after it was applied, no matter when it was written or how the clocks were set meanwhile.
CREATE TABLE outbox_offset_notes (
    stream  text   NOT NULL,
    number  bigint NOT NULL,
    last_id text   NOT NULL,
    PRIMARY KEY (stream, number)
);

-- The time at which the feed was asked last. Polls are ordered by it, so it only grows, also if the clock of the database is set back.
CREATE TABLE feed_clock (
    one   boolean     PRIMARY KEY DEFAULT true CHECK (one),
    asked timestamptz NOT NULL
);
INSERT INTO feed_clock (asked) VALUES ('epoch');
