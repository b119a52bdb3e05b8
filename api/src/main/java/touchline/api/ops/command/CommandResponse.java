package touchline.api.ops.command;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.scheduler.job.JobName;
import touchline.scheduler.operation.CommandResult;

/** What came of a lever, as an answer. */
public final class CommandResponse {
    private CommandResponse() {}

    /** Answers with what {@code done} makes of it, or with the problem that kept it from being done. */
    public static <T> Response answer(CommandResult<T> pulled, Function<T, Response> done) {
        return answer(pulled, "", done);
    }

    /** The same, where what was wrong are fields of an object: {@code within} stands before their names. */
    public static <T> Response answer(CommandResult<T> pulled, String within, Function<T, Response> done) {
        if (pulled instanceof CommandResult.Done<T> it) {
            return done.apply(it.value());
        }
        if (pulled instanceof CommandResult.NotFound<T>) {
            return noSuch().response();
        }
        if (pulled instanceof CommandResult.Invalid<T> invalid) {
            List<Problem.FieldError> errors = invalid.complaints().entrySet().stream()
                    .map(complaint ->
                            new Problem.FieldError(within + shortened(complaint.getKey()), complaint.getValue()))
                    .toList();
            return Problems.invalid(errors).response();
        }
        if (pulled instanceof CommandResult.Refused<T> refused) {
            return Problem.of("refused", "That makes no sense just now", 409, refused.why() + ".")
                    .response();
        }
        CommandResult.Guarded<T> objection = (CommandResult.Guarded<T>) pulled;
        return Problem.of(
                        "guarded",
                        "That would hurt just now",
                        409,
                        objection.why() + ". To do it all the same, send the same with \"force\": true.")
                .response();
    }

    public static Problem noSuch() {
        return Problem.of("not-found", "Not found", 404, "There is no such job or run.");
    }

    /**
     * The job of a path.
     *
     * @throws ProblemException not-found, if it can't be one's name
     */
    public static JobName job(String group, String name) {
        try {
            return new JobName(group, name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(noSuch());
        }
    }

    private static String shortened(String name) {
        return name.length() > 64 ? name.substring(0, 64) : name;
    }
}
