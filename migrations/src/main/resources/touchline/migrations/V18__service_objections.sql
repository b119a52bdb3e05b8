-- Why a restart of a service would do harm at the moment, as its node last reported; null if it would do none.
ALTER TABLE job_services ADD COLUMN objection text;
