-- Times of schedules that no run began at, and how they were handled. Times that follow each other closely and were handled alike are one row.
CREATE TABLE job_misfires (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_group    text        NOT NULL,
    job_name     text        NOT NULL,
    first_at     timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    times        bigint      NOT NULL,
    handling     text        NOT NULL CHECK (handling IN ('RAN_ONCE', 'RAN_EACH', 'SKIPPED')),
    actor        text,                                 -- who chose it at the end of a pause; null for the policy of the job
    execution_id bigint,                               -- the run that made up for them; null if none did, or not yet
    handled_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX job_misfires_by_job ON job_misfires (job_group, job_name, id);
CREATE INDEX job_misfires_by_age ON job_misfires (handled_at);
