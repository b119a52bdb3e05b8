-- The first due triggers in the order in which they fire, without a sort of all that are due.
CREATE INDEX qrtz_triggers_next ON qrtz_triggers (sched_name, trigger_state, next_fire_time, priority DESC);
DROP INDEX qrtz_triggers_due;

-- A deleted trigger deletes its details. Without an action Postgres runs two checks a table and trigger, most of the cost of the end of a run.
ALTER TABLE qrtz_simple_triggers
    DROP CONSTRAINT qrtz_simple_triggers_sched_name_trigger_name_trigger_group_fkey,
    ADD FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES qrtz_triggers ON DELETE CASCADE;
ALTER TABLE qrtz_cron_triggers
    DROP CONSTRAINT qrtz_cron_triggers_sched_name_trigger_name_trigger_group_fkey,
    ADD FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES qrtz_triggers ON DELETE CASCADE;
ALTER TABLE qrtz_simprop_triggers
    DROP CONSTRAINT qrtz_simprop_triggers_sched_name_trigger_name_trigger_grou_fkey,
    ADD FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES qrtz_triggers ON DELETE CASCADE;
ALTER TABLE qrtz_blob_triggers
    DROP CONSTRAINT qrtz_blob_triggers_sched_name_trigger_name_trigger_group_fkey,
    ADD FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES qrtz_triggers ON DELETE CASCADE;
