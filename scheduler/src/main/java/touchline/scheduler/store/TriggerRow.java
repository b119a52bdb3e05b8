package touchline.scheduler.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import org.quartz.JobKey;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.SimpleTriggerImpl;

/**
 * A row of Quartz' triggers, read whole before the next statement.
 *
 * @param simple the trigger; null if it is not a simple one or can't be read
 * @param broken why it can't be read; null if it can
 */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
record TriggerRow(
        TriggerKey key,
        @Nullable SimpleTriggerImpl simple,
        @Nullable String broken) {

    static TriggerRow of(ResultSet row) throws SQLException {
        TriggerKey key = TriggerKey.triggerKey(row.getString("trigger_name"), row.getString("trigger_group"));
        if (!row.getString("trigger_type").equals("SIMPLE")) {
            return new TriggerRow(key, null, null);
        }
        try {
            return new TriggerRow(key, simple(key, row), null);
        } catch (IOException | IllegalArgumentException e) {
            return new TriggerRow(key, null, e.toString());
        }
    }

    private static SimpleTriggerImpl simple(TriggerKey key, ResultSet row) throws SQLException, IOException {
        int repeats = row.getInt("repeat_count");
        if (row.wasNull()) {
            throw new IOException("its row in qrtz_simple_triggers is missing");
        }
        SimpleTriggerImpl trigger = new SimpleTriggerImpl();
        trigger.setKey(key);
        trigger.setJobKey(JobKey.jobKey(row.getString("job_name"), row.getString("job_group")));
        trigger.setDescription(row.getString("description"));
        trigger.setPriority(row.getInt("priority"));
        trigger.setStartTime(new Date(row.getLong("start_time")));
        trigger.setEndTime(date(row.getLong("end_time")));
        trigger.setCalendarName(row.getString("calendar_name"));
        trigger.setMisfireInstruction(row.getInt("misfire_instr"));
        trigger.setRepeatCount(repeats);
        trigger.setRepeatInterval(row.getLong("repeat_interval"));
        trigger.setTimesTriggered(row.getInt("times_triggered"));
        trigger.setNextFireTime(date(row.getLong("next_fire_time")));
        trigger.setPreviousFireTime(date(row.getLong("prev_fire_time")));
        trigger.setJobDataMap(data(row.getBytes("job_data")));
        return trigger;
    }

    static JobDataMap data(byte @Nullable [] bytes) throws IOException {
        Properties properties = new Properties();
        if (bytes != null) {
            properties.load(new ByteArrayInputStream(bytes));
        }
        JobDataMap data = new JobDataMap();
        properties.stringPropertyNames().forEach(name -> data.put(name, properties.getProperty(name)));
        data.clearDirtyFlag();
        return data;
    }

    private static @Nullable Date date(long millis) {
        return millis > 0 ? new Date(millis) : null;
    }
}
