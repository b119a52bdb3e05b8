-- Alerts are about the few runs that went wrong among the many that did not, and about what has been told of a subject before.
CREATE INDEX job_executions_bad ON job_executions (finished_at) WHERE outcome IN ('FAILED', 'TIMED_OUT', 'LOST');
CREATE INDEX job_alerts_by_subject ON job_alerts (rule, subject, last_seen_at DESC);
CREATE INDEX job_alert_deliveries_by_alert ON job_alert_deliveries (alert_id);
