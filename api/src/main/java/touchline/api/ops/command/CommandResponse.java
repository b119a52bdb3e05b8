package touchline.api.ops.command;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.scheduler.job.JobName;
import touchline.scheduler.operation.CommandResult;

/** Responses to commands. */
public final class CommandResponse {
    private CommandResponse() {}

    /** Converts the value of a command that was done, or returns the problem that prevented it. */
    public static <T> Response answer(CommandResult<T> result, Function<T, Response> done) {
        return answer(result, "", done);
    }

    /** The same, with {@code within} as a prefix of the invalid fields' names. */
    public static <T> Response answer(CommandResult<T> result, String within, Function<T, Response> done) {
        if (result instanceof CommandResult.Done<T> it) {
            return done.apply(it.value());
        }
        if (result instanceof CommandResult.NotFound<T>) {
            return noSuch().response();
        }
        if (result instanceof CommandResult.Invalid<T> invalid) {
            List<Problem.FieldError> errors = invalid.complaints().entrySet().stream()
                    .map(complaint ->
                            new Problem.FieldError(within + shortened(complaint.getKey()), complaint.getValue()))
                    .toList();
            return Problems.invalid(errors).response();
        }
        if (result instanceof CommandResult.Refused<T> refused) {
            return Problems.notPossible(refused.why() + ".").response();
        }
        if (result instanceof CommandResult.NotForceable<T> objection) {
            return guarded(objection.why() + ".");
        }
        CommandResult.Guarded<T> objection = (CommandResult.Guarded<T>) result;
        return guarded(objection.why() + ". Send \"force\": true to override.");
    }

    private static Response guarded(String detail) {
        return Problem.of("guarded", "Blocked by a guard", 409, detail).response();
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
