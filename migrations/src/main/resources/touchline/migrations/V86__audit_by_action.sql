-- The board of a past time is read from what nodes and operators did last before it.
CREATE INDEX job_audit_by_action ON job_audit (action, id);
