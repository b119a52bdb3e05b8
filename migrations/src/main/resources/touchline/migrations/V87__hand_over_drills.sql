-- Hand-over drills: a node is drained on purpose, and what the others take over is measured against what the settings predict. Kept as reports.
CREATE TABLE job_drills (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node       text        NOT NULL,
    actor      text        NOT NULL,
    reason     text        NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz
);
CREATE UNIQUE INDEX job_drills_under_way ON job_drills ((true)) WHERE ended_at IS NULL;

CREATE TABLE job_drill_takeovers (
    drill_id     bigint NOT NULL REFERENCES job_drills ON DELETE CASCADE,
    kind         text   NOT NULL CHECK (kind IN ('JOB', 'SERVICE')),
    subject      text   NOT NULL,
    predicted_ms bigint NOT NULL,                      -- from the start of the drill, at the latest
    taken_by     text,                                 -- null while no other node has taken it
    taken_at     timestamptz,
    PRIMARY KEY (drill_id, kind, subject)
);

-- A service that is restarted to hand its lease over waits before it asks for it again.
ALTER TABLE job_services ADD COLUMN hand_over boolean NOT NULL DEFAULT false;
