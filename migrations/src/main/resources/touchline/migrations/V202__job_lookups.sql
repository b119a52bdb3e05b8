-- Every row is of one scheduler. An index that begins with its name matches every statement, so a plan that was made while a table was empty could read all of
-- it later. Without the name each statement has one index to use, and its entries are smaller.
CREATE INDEX qrtz_triggers_of_job ON qrtz_triggers (job_name, job_group);
DROP INDEX qrtz_triggers_by_job;
CREATE INDEX qrtz_fired_triggers_of_instance ON qrtz_fired_triggers (instance_name);
DROP INDEX qrtz_fired_triggers_by_instance;
CREATE INDEX qrtz_fired_triggers_of_job ON qrtz_fired_triggers (job_name, job_group);
DROP INDEX qrtz_fired_triggers_by_job;
CREATE INDEX qrtz_fired_triggers_of_trigger ON qrtz_fired_triggers (trigger_name, trigger_group);
DROP INDEX qrtz_fired_triggers_by_trigger;
