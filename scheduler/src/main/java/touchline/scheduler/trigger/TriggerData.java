package touchline.scheduler.trigger;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import touchline.scheduler.ledger.RunCause;

/**
 * The data of a trigger. The subject is part of it because Quartz renames the triggers of recovered runs.
 *
 * @param subject of the request; null for a scheduled run
 * @param attempt 1, or more after failed runs
 * @param queued the id of an operator's queued run
 * @param follows the run that this one retries
 */
public record TriggerData(
        @Nullable String subject,
        RunCause cause,
        int attempt,
        @Nullable Long queued,
        @Nullable Long follows,
        Map<String, String> parameters) {
    /** The prefix of keys that are not parameters of the job. */
    private static final String OURS = "touchline.";

    private static final String SUBJECT = OURS + "subject";
    private static final String CAUSE = OURS + "cause";
    private static final String ATTEMPT = OURS + "attempt";
    private static final String QUEUED = OURS + "execution";
    private static final String FOLLOWS = OURS + "follows";

    static TriggerData request(String subject, Map<String, String> parameters) {
        return new TriggerData(subject, RunCause.REQUEST, 1, null, null, parameters);
    }

    static TriggerData catchUp(String subject) {
        return new TriggerData(subject, RunCause.CATCH_UP, 1, null, null, Map.of());
    }

    static TriggerData operators(long execution, Map<String, String> parameters) {
        return new TriggerData(Long.toString(execution), RunCause.OPERATOR, 1, execution, null, parameters);
    }

    /** The next attempt of a run. */
    public TriggerData another(String subjectOfIt, long after) {
        return new TriggerData(subjectOfIt, cause, Math.addExact(attempt, 1), null, after, parameters);
    }

    public static TriggerData of(JobDataMap data) {
        String cause = data.getString(CAUSE);
        String attempt = data.getString(ATTEMPT);
        String subject = data.getString(SUBJECT);
        return new TriggerData(
                subject,
                cause != null ? RunCause.valueOf(cause) : subject == null ? RunCause.SCHEDULE : RunCause.REQUEST,
                attempt == null ? 1 : Integer.parseInt(attempt),
                number(data.getString(QUEUED)),
                number(data.getString(FOLLOWS)),
                parameters(data));
    }

    JobDataMap toMap() {
        JobDataMap data = new JobDataMap(parameters);
        if (subject != null) {
            data.put(SUBJECT, subject);
        }
        data.put(CAUSE, cause.name());
        data.put(ATTEMPT, Integer.toString(attempt));
        if (queued != null) {
            data.put(QUEUED, Long.toString(queued));
        }
        if (follows != null) {
            data.put(FOLLOWS, Long.toString(follows));
        }
        return data;
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }

    private static Map<String, String> parameters(JobDataMap data) {
        Map<String, String> parameters = new TreeMap<>();
        for (String key : data.getKeys()) {
            if (!key.startsWith(OURS) && !key.startsWith("QRTZ_")) {
                parameters.put(key, data.getString(key));
            }
        }
        return parameters;
    }
}
