-- What the job platform keeps beside Quartz' own tables: every run from its request to its end, who runs, what is held back and why.

-- A run is written in the very transaction in which Quartz fires it, and its end in the one in which Quartz takes note of it.
ALTER TABLE job_executions
    ALTER COLUMN node DROP NOT NULL,                   -- null while it is QUEUED
    ALTER COLUMN fired_at DROP NOT NULL,
    ADD COLUMN fire_id        text,                    -- Quartz' id of this firing
    ADD COLUMN cause          text NOT NULL DEFAULT 'SCHEDULE'
                              CHECK (cause IN ('SCHEDULE', 'REQUEST', 'OPERATOR', 'CATCH_UP')),
    ADD COLUMN triggered_by   text,                    -- the operator
    ADD COLUMN follows        bigint,                  -- the run of which this is another attempt, or which it takes up
    ADD COLUMN next_attempt_at timestamptz,
    ADD COLUMN deadline_at    timestamptz,
    ADD COLUMN percent        smallint CHECK (percent BETWEEN 0 AND 100),
    ADD COLUMN result         text,
    ADD COLUMN log_lines      int NOT NULL DEFAULT 0,  -- written by the run; more than are kept where it wrote too many
    ADD COLUMN fence          bigint,                  -- the token its effects carry
    ADD COLUMN fenced         text,                    -- the effect that was refused, and for whom
    ADD COLUMN lost_at        timestamptz,             -- given up for lost; a run may yet come to an end after that
    ADD COLUMN interrupt_by           text,
    ADD COLUMN interrupt_reason       text,
    ADD COLUMN interrupt_requested_at timestamptz,
    ADD COLUMN interrupt_received_at  timestamptz,     -- by its node
    ADD COLUMN interrupt_honoured_at  timestamptz,     -- by the job
    DROP CONSTRAINT job_executions_outcome_check,
    ADD CONSTRAINT job_executions_outcome_check CHECK (outcome IN
        ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'INTERRUPTED', 'TIMED_OUT', 'LOST'));
CREATE UNIQUE INDEX job_executions_by_fire ON job_executions (fire_id);
CREATE INDEX job_executions_by_end ON job_executions (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_executions_queued ON job_executions (id) WHERE outcome = 'QUEUED';

CREATE TABLE job_execution_log (
    execution_id bigint NOT NULL REFERENCES job_executions ON DELETE CASCADE,
    line         int    NOT NULL,
    at           timestamptz NOT NULL,
    level        text   NOT NULL,
    message      text   NOT NULL,
    PRIMARY KEY (execution_id, line)
);

-- The token of the youngest run of a job of which one at a time may have effects.
CREATE TABLE job_fences (
    job_group text   NOT NULL,
    job_name  text   NOT NULL,
    token     bigint NOT NULL,
    PRIMARY KEY (job_group, job_name)
);

-- A row a node that has ever been; those that are gone are kept for the record, for a while.
CREATE TABLE job_nodes (
    node            text PRIMARY KEY,
    host            text NOT NULL,
    pid             bigint NOT NULL,
    version         text NOT NULL,
    started_at      timestamptz NOT NULL DEFAULT now(),
    seen_at         timestamptz NOT NULL DEFAULT now(),
    stopped_at      timestamptz,
    died_at         timestamptz,                       -- when another node gave it up
    found_dead_by   text,
    state           text NOT NULL CHECK (state IN ('STARTING', 'FIRING', 'DRAINING', 'CLOCK_OFF')),
    drain_requested boolean NOT NULL DEFAULT false,
    clock_offset_ms bigint NOT NULL DEFAULT 0,         -- its clock less the database's
    threads         int NOT NULL,
    busy            int NOT NULL DEFAULT 0,
    starved_since   timestamptz                        -- since when no thread has been free
);

-- Which jobs a node knows, and whether it may run them.
CREATE TABLE job_node_jobs (
    node      text NOT NULL REFERENCES job_nodes ON DELETE CASCADE,
    job_group text NOT NULL,
    job_name  text NOT NULL,
    runs      boolean NOT NULL,
    condition text,                                    -- what has to be so for it to run there
    PRIMARY KEY (node, job_group, job_name)
);

-- What an operator holds back. ('*', '*') is everything.
CREATE TABLE job_pauses (
    job_group text NOT NULL,
    job_name  text NOT NULL,
    actor     text NOT NULL,
    reason    text NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    until     timestamptz,                             -- it ends by itself then
    PRIMARY KEY (job_group, job_name)
);

-- Schedules that operators have put in the place of the declared ones.
CREATE TABLE job_schedule_overrides (
    job_group  text NOT NULL,
    job_name   text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('CRON', 'EVERY')),
    expression text NOT NULL,                          -- a cron expression, or an interval as in PT5M
    zone       text NOT NULL DEFAULT 'UTC',
    actor      text NOT NULL,
    reason     text NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_group, job_name)
);

-- What runs always, as each node last told it.
CREATE TABLE job_services (
    node              text NOT NULL REFERENCES job_nodes ON DELETE CASCADE,
    service           text NOT NULL,
    state             text NOT NULL CHECK (state IN ('ACTIVE', 'STANDBY', 'FAILING', 'STOPPED')),
    detail            text,
    lease             text,
    holder            text,
    lag_ms            bigint,
    rate_per_s        numeric(12, 1),
    last_error        text,
    last_error_at     timestamptz,
    reported_at       timestamptz NOT NULL DEFAULT now(),
    restart_by        text,
    restart_requested_at timestamptz,
    restarted_at      timestamptz,
    PRIMARY KEY (node, service)
);

-- One open alert a rule and subject, however often it is so.
CREATE TABLE job_alerts (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule           text NOT NULL,
    subject        text NOT NULL,
    severity       text NOT NULL CHECK (severity IN ('WARNING', 'CRITICAL')),
    summary        text NOT NULL,
    opened_at      timestamptz NOT NULL DEFAULT now(),
    last_seen_at   timestamptz NOT NULL DEFAULT now(),
    occurrences    bigint NOT NULL DEFAULT 1,
    closed_at      timestamptz,
    silenced_until timestamptz,
    silenced_by    text
);
CREATE UNIQUE INDEX job_alerts_open ON job_alerts (rule, subject) WHERE closed_at IS NULL;

-- What is still to be told to the webhook.
CREATE TABLE job_alert_deliveries (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id     bigint NOT NULL REFERENCES job_alerts ON DELETE CASCADE,
    event        text NOT NULL CHECK (event IN ('opened', 'closed')),
    attempts     int NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz,
    given_up_at  timestamptz,
    last_error   text
);
CREATE INDEX job_alert_deliveries_due ON job_alert_deliveries (next_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;

CREATE INDEX job_audit_by_subject ON job_audit (subject, id DESC);
