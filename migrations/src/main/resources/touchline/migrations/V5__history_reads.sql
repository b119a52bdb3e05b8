-- What operators ask of the history, quick however long it is. Both indexes hold few rows, and a run that goes well is in neither.
CREATE INDEX job_executions_gone_wrong ON job_executions (id) WHERE outcome IN ('FAILED', 'INTERRUPTED', 'TIMED_OUT', 'LOST');
CREATE INDEX job_executions_following ON job_executions (follows) WHERE follows IS NOT NULL;
