-- Who looks after an alert, and the channels that messages go to: each delivery is one message to one of them.
ALTER TABLE job_alerts
    ADD COLUMN acknowledged_at timestamptz,
    ADD COLUMN acknowledged_by text,
    ADD COLUMN assigned_to     text;
ALTER TABLE job_alert_deliveries ADD COLUMN channel text NOT NULL DEFAULT 'webhook';
