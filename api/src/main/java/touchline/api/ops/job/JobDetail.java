package touchline.api.ops.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.history.JobStatusQuery;
import touchline.scheduler.job.Parameter;
import touchline.scheduler.job.Retry;

/**
 * A job, whole.
 *
 * @param declared the schedule of the catalogue
 * @param effective the one that counts
 * @param override null where the declared one counts
 * @param misfire what becomes of times that could not be kept
 * @param recovered whether a run that died with its node is taken up by another
 * @param deadlineMs after so long a run is interrupted
 * @param condition what has to be so on a node for it to run there; null where nothing has
 * @param nodes alive that know the job, and whether each runs it
 * @param resuming the result of resuming it now; null unless it is paused itself
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("JobDetail")
record JobDetail(
        @JsonUnwrapped JobSummary job,
        ScheduleView declared,
        ScheduleView effective,
        @Nullable Overridden override,
        String misfire,
        boolean recovered,
        long deadlineMs,
        RetryView retry,
        List<ParameterView> parameters,
        @Nullable String condition,
        List<JobStatusQuery.KnownOn> nodes,
        @Nullable Resuming resuming) {

    /** An override of the declared schedule. */
    @SchemaName("ScheduleOverride")
    record Overridden(String by, String reason, Instant at) {}

    /**
     * How a run that failed is tried again.
     *
     * @param attempts in all; null for no end
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("RetryPolicy")
    record RetryView(@Nullable Integer attempts, long firstMs, long longestMs) {
        static RetryView of(Retry retry) {
            return new RetryView(
                    retry.attempts() == Integer.MAX_VALUE ? null : retry.attempts(),
                    retry.first().toMillis(),
                    retry.longest().toMillis());
        }
    }

    /**
     * A parameter of a job.
     *
     * @param type {@code whole}, {@code choice} or {@code text}
     * @param min of a whole number, as a string; so is {@code max}
     * @param of what there is to choose from
     * @param pattern that a text has to match
     * @param longest a text may be, in characters
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SchemaName("JobParameter")
    record ParameterView(
            String name,
            String description,
            boolean required,
            String type,
            @Nullable String min,
            @Nullable String max,
            @Nullable List<String> of,
            @Nullable String pattern,
            @Nullable Integer longest) {

        static ParameterView of(Parameter parameter) {
            String name = parameter.name();
            String description = parameter.description();
            boolean required = parameter.required();
            if (parameter.kind() instanceof Parameter.Whole whole) {
                String min = Long.toString(whole.min());
                String max = Long.toString(whole.max());
                return new ParameterView(name, description, required, "whole", min, max, null, null, null);
            }
            if (parameter.kind() instanceof Parameter.Choice choice) {
                return new ParameterView(name, description, required, "choice", null, null, choice.of(), null, null);
            }
            Parameter.Text text = (Parameter.Text) parameter.kind();
            return new ParameterView(
                    name, description, required, "text", null, null, null, text.pattern(), text.longest());
        }
    }

    /**
     * The consequence before the button.
     *
     * @param missed times that have passed meanwhile, the first hundred of them
     * @param waiting runs that the product asked for meanwhile
     * @param words what becomes of them, by what {@code catchUp} says
     */
    @SchemaName("JobResumption")
    record Resuming(int missed, boolean orMore, long waiting, String words) {
        static Resuming of(int missed, int most, long waiting) {
            Resuming schedule = ofSchedule(missed, most);
            if (waiting == 0) {
                return schedule;
            }
            String runs = waiting == 1 ? "1 run that was asked for waits" : waiting + " runs that were asked for wait";
            return new Resuming(
                    missed,
                    schedule.orMore(),
                    waiting,
                    runs + " and begin" + (waiting == 1 ? "s" : "") + " at once."
                            + (missed == 0 ? "" : " " + schedule.words()));
        }

        private static Resuming ofSchedule(int missed, int most) {
            boolean orMore = missed >= most;
            String times =
                    (orMore ? missed + " times or more were" : missed == 1 ? "1 time was" : missed + " times were")
                            + " missed. ";
            return new Resuming(
                    missed,
                    orMore,
                    0,
                    missed == 0
                            ? "Nothing was missed: it goes on with its next time."
                            : times + "skip lets them go, one makes up for all of them with one run at once, all runs "
                                    + (missed == 1
                                            ? "it."
                                            : orMore ? "the first " + most + " of them." : "each of them."));
        }
    }
}
