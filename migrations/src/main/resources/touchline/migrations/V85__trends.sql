-- For charts of days: the lag of services once a minute, and the runs of each job by quarter of an hour.

CREATE TABLE job_samples (
    name  text        NOT NULL,                        -- the service, as in stopwatch
    at    timestamptz NOT NULL,
    value bigint      NOT NULL,                        -- its lag in ms, of the node with the largest
    PRIMARY KEY (name, at)
);

-- When a start counts as late, and which part of the starts may be: as configured, so that reads join it.
CREATE TABLE job_promises (
    job_group  text   NOT NULL,
    job_name   text   NOT NULL,
    within_ms  bigint NOT NULL,
    target_bps int    NOT NULL CHECK (target_bps BETWEEN 1 AND 9999),
    PRIMARY KEY (job_group, job_name)
);

CREATE TABLE job_run_slots (
    slot        timestamptz NOT NULL,                  -- a quarter of an hour, in which the runs ended
    job_group   text NOT NULL,
    job_name    text NOT NULL,
    succeeded   int  NOT NULL,
    skipped     int  NOT NULL,
    interrupted int  NOT NULL,
    failed      int  NOT NULL,                         -- also timed out and lost
    due         int  NOT NULL,                         -- first attempts at a time of the schedule: those that the promise is about
    late        int  NOT NULL,                         -- of those
    latest_ms   bigint,                                -- the largest lateness of those
    PRIMARY KEY (slot, job_group, job_name)
);

-- Trades on the chart of a player.
CREATE INDEX orders_charted ON orders (instrument_id, at) WHERE state = 'FILLED';
CREATE INDEX cfd_positions_charted_by_opening ON cfd_positions (instrument_id, opened_at);
CREATE INDEX cfd_positions_charted_by_close ON cfd_positions (instrument_id, closed_at) WHERE closed_at IS NOT NULL;
