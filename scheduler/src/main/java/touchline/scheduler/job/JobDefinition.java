package touchline.scheduler.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import touchline.scheduler.guard.Guard;

/**
 * The declaration of a job.
 *
 * @param misfire the policy for missed times
 * @param exclusive whether only one run at a time has effects: Quartz separates runs as far as it can, and each has a {@link FencingToken}
 * @param recovered whether another node repeats the run of a dead node
 * @param deadline after which a run is interrupted and counts as timed out
 * @param lateAfter after which the start of a run counts as late
 * @param guard asked before an operator holds it back
 */
public record JobDefinition(
        JobName name,
        String description,
        Schedule schedule,
        Misfire misfire,
        boolean exclusive,
        boolean recovered,
        Duration deadline,
        Duration lateAfter,
        Retry retry,
        List<Parameter> parameters,
        Condition condition,
        Guard guard,
        TouchlineJob job) {

    public JobDefinition {
        parameters = List.copyOf(parameters);
    }

    /** Starts a declaration: not exclusive, not recovered, never retried, with a deadline of 10 minutes, late after 5 s. */
    public static Declaration named(JobName name) {
        return new Declaration(name);
    }

    /** Returns complaints about the parameters of a run, by name: unknown, missing, or out of bounds. */
    public Map<String, String> complaints(Map<String, String> given) {
        Map<String, String> complaints = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String value = given.get(parameter.name());
            if (value == null && parameter.required()) {
                complaints.put(parameter.name(), "is required: " + parameter.description());
            }
            Optional.ofNullable(value)
                    .flatMap(parameter::complaint)
                    .ifPresent(complaint -> complaints.put(parameter.name(), complaint));
        }
        for (String name : given.keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                complaints.put(name, "is not a parameter of " + this.name);
            }
        }
        return complaints;
    }

    /** A declaration in progress. */
    public static final class Declaration {
        private final JobName name;
        private final List<Parameter> parameters = new ArrayList<>();
        private String description = "";
        private Schedule schedule = new Schedule.OnDemand();
        private Misfire misfire = Misfire.RUN_ONCE_NOW;
        private boolean exclusive;
        private boolean recovered;
        private Duration deadline = Duration.ofMinutes(10);
        private Duration lateAfter = Duration.ofSeconds(5);
        private Retry retry = Retry.NEVER;
        private Condition condition = Condition.ALWAYS;
        private Guard guard = Guard.NONE;

        private Declaration(JobName name) {
            this.name = name;
        }

        public Declaration does(String what) {
            description = what;
            return this;
        }

        public Declaration on(Schedule when) {
            schedule = when;
            return this;
        }

        public Declaration ifMissed(Misfire policy) {
            misfire = policy;
            return this;
        }

        public Declaration exclusively() {
            exclusive = true;
            return this;
        }

        public Declaration recovered() {
            recovered = true;
            return this;
        }

        public Declaration within(Duration longest) {
            deadline = longest;
            return this;
        }

        public Declaration lateAfter(Duration patience) {
            lateAfter = patience;
            return this;
        }

        public Declaration retried(Retry how) {
            retry = how;
            return this;
        }

        public Declaration taking(Parameter parameter) {
            parameters.add(parameter);
            return this;
        }

        public Declaration onlyIf(Condition what) {
            condition = what;
            return this;
        }

        public Declaration guardedBy(Guard whoAsks) {
            guard = whoAsks;
            return this;
        }

        /** Completes the declaration. */
        public JobDefinition runs(TouchlineJob job) {
            return new JobDefinition(
                    name,
                    description,
                    schedule,
                    misfire,
                    exclusive,
                    recovered,
                    deadline,
                    lateAfter,
                    retry,
                    parameters,
                    condition,
                    guard,
                    job);
        }
    }
}
