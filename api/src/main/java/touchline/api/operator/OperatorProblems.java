package touchline.api.operator;

import java.time.Duration;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.Role;
import touchline.api.operator.login.LogInResult;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** The problems of requests that are not admitted. */
public final class OperatorProblems {
    private OperatorProblems() {}

    /** A challenge would make the browser open its own log-in dialog over the console. */
    static ProblemException unknown(OperatorDirectory operators, boolean isConsole) {
        ProblemException refused = new ProblemException(Problems.unauthorized(
                operators.isConfigured()
                        ? "Log in with POST /v1/ops/session, or send an operator's name and password as HTTP Basic."
                        : nobody()));
        return isConsole ? refused : refused.with("WWW-Authenticate", "Basic realm=\"touchline\", charset=\"UTF-8\"");
    }

    /**
     * A successful attempt.
     *
     * @throws ProblemException why it failed
     */
    public static LogInResult.In require(LogInResult outcome, OperatorDirectory operators) {
        if (outcome instanceof LogInResult.In in) {
            return in;
        }
        if (outcome instanceof LogInResult.Wait wait) {
            throw wait(wait.duration());
        }
        if (outcome instanceof LogInResult.CodeRequired) {
            throw codeRequired();
        }
        if (outcome instanceof LogInResult.CodeWrong) {
            throw code("code-wrong", "The code is wrong or was used already. Wait for the next one.");
        }
        throw wrong(operators);
    }

    static ProblemException codeRequired() {
        return code("code-required", "Send the code of your authenticator app, or a recovery code, as code.");
    }

    private static ProblemException code(String reason, String detail) {
        return new ProblemException(Problems.unauthorized(detail).because(reason));
    }

    static ProblemException basicWithSecondFactor() {
        return new ProblemException(Problems.forbidden(
                        "You have a second factor, so HTTP Basic is not possible. Use an operator without one for scripts.")
                .because("code-required"));
    }

    private static ProblemException wrong(OperatorDirectory operators) {
        return new ProblemException(
                Problems.unauthorized(operators.isConfigured() ? "The name or the password is wrong." : nobody()));
    }

    static ProblemException wait(Duration duration) {
        long seconds = Math.max(1, duration.plusMillis(999).toSeconds());
        return new ProblemException(Problem.of(
                                "too-many-requests",
                                "Too many attempts to log in",
                                429,
                                "Try again in " + seconds + " s. Until then a right password is refused as well.")
                        .because("log-in-locked"))
                .with("Retry-After", Long.toString(seconds));
    }

    static ProblemException oneTimePassword() {
        return new ProblemException(Problems.forbidden(
                        "This is a one-time password. Send newPassword with POST /v1/ops/session, or log in at the console.")
                .because("password-change-required"));
    }

    static ProblemException role(Role role) {
        return new ProblemException(Problems.forbidden("Your role, " + role.word() + ", does not reach that far."));
    }

    static ProblemException crossSite() {
        return new ProblemException(Problems.forbidden("A change by session needs the X-CSRF-Token that"
                + " GET /v1/ops/session tells, and nothing may come from another site's page."));
    }

    static ProblemException notJson() {
        return new ProblemException(
                Problem.of("unsupported-media-type", "Unsupported media type", 415, "Send application/json."));
    }

    private static String nobody() {
        return "Nobody can log in, as there are no operators: set OPERATORS_FILE, make one with"
                + " 'touchline operator add NAME --role ROLE', and start the node again.";
    }
}
