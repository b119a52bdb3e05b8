-- Ticks by day (UTC) of their time: old ones are let go of by dropping a table, and an index is no larger than a day.
-- What was there stays where it is, as the partition of everything until tomorrow; nothing is copied.

ALTER TABLE price_ticks RENAME TO price_ticks_before;
ALTER TABLE price_ticks_before DROP CONSTRAINT price_ticks_pkey;

CREATE TABLE price_ticks (
    instrument_id bigint NOT NULL,
    seq           bigint NOT NULL,
    price         bigint NOT NULL CONSTRAINT price_ticks_price_check CHECK (price > 0),  -- named as the old one's
    at            bigint NOT NULL,                    -- ms since epoch, as in price_ticks:{id}
    PRIMARY KEY (instrument_id, seq, at)
) PARTITION BY RANGE (at);

-- Takes whatever no day has been made for, so that an entry with an odd time, or a job that didn't run, never holds up the flusher.
CREATE TABLE price_ticks_other PARTITION OF price_ticks DEFAULT;

-- Since when every tick is still there, ms since epoch: of older positions closes can't be judged again.
CREATE TABLE price_ticks_kept (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    since  bigint NOT NULL
);
INSERT INTO price_ticks_kept (since) VALUES (0);

DO $$
DECLARE
    day   CONSTANT bigint := 86400000;
    today CONSTANT bigint := (extract(epoch FROM now()) * 1000)::bigint / day * day;
    next  bigint := today;
    held  boolean := EXISTS (SELECT 1 FROM price_ticks_before);
BEGIN
    IF held THEN
        next := today + day;
    END IF;
    FOR n IN 0..7 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF price_ticks FOR VALUES FROM (%s) TO (%s)',
                       'price_ticks_' || to_char(to_timestamp((next + n * day) / 1000) AT TIME ZONE 'UTC', 'YYYYMMDD'),
                       next + n * day, next + (n + 1) * day);
    END LOOP;
    IF held THEN
        WITH early AS (DELETE FROM price_ticks_before WHERE at >= next RETURNING *)
        INSERT INTO price_ticks SELECT * FROM early;
        EXECUTE format('ALTER TABLE price_ticks ATTACH PARTITION price_ticks_before FOR VALUES FROM (MINVALUE) TO (%s)', next);
    ELSE
        DROP TABLE price_ticks_before;
    END IF;
END
$$;
