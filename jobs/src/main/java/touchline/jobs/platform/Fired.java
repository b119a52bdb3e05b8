package touchline.jobs.platform;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;

/**
 * What is known of a run as it begins.
 *
 * @param subject what the run was requested for; null where the schedule fired it. It travels in the trigger's data, as a run that is
 *     recovered, perhaps for the second time, comes under a trigger of Quartz' own naming
 * @param attempt 1, or more where the request was tried before
 */
record Fired(
        JobName job,
        @Nullable String subject,
        int attempt,
        boolean recovering,
        Map<String, String> parameters,
        Instant scheduledFor,
        Instant firedAt) {

    static Fired of(JobExecutionContext context) {
        JobDataMap data = context.getMergedJobDataMap();
        Date fired = context.getFireTime();
        Date scheduled = context.getScheduledFireTime();
        String attempt = data.getString(JobRequests.ATTEMPT);
        return new Fired(
                JobName.of(context.getJobDetail().getKey()),
                data.getString(JobRequests.SUBJECT),
                attempt == null ? 1 : Integer.parseInt(attempt),
                context.isRecovering(),
                parameters(data),
                (scheduled == null ? fired : scheduled).toInstant(),
                fired.toInstant());
    }

    String trigger() {
        return subject == null ? job.name() : subject;
    }

    private static Map<String, String> parameters(JobDataMap data) {
        Map<String, String> parameters = new TreeMap<>();
        for (String key : data.getKeys()) {
            if (!key.startsWith(JobRequests.OURS) && !key.startsWith("QRTZ_")) {
                parameters.put(key, data.getString(key));
            }
        }
        return parameters;
    }
}
