-- Runs that make up for missed times, and that the calendar of their job has put off to the end of the excluded days.
CREATE TABLE job_owed_runs (
    job_group text        NOT NULL,
    job_name  text        NOT NULL,
    first_at  timestamptz NOT NULL,                    -- of the missed times
    last_at   timestamptz NOT NULL,
    times     bigint      NOT NULL,
    more      boolean     NOT NULL,                    -- whether there were more, which were not counted
    PRIMARY KEY (job_group, job_name)
);

ALTER TABLE job_misfires ADD COLUMN more boolean NOT NULL DEFAULT false;
