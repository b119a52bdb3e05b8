package touchline.api.operator;

import java.time.Duration;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.Role;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** The problems of requests that are not admitted. */
final class OperatorProblems {
    private OperatorProblems() {}

    /** A challenge would make the browser open its own log-in dialog over the console. */
    static ProblemException unknown(OperatorDirectory operators, boolean isConsole) {
        ProblemException refused = new ProblemException(Problems.unauthorized(
                operators.isConfigured()
                        ? "Log in with POST /v1/ops/session, or send an operator's name and password as HTTP Basic."
                        : nobody()));
        return isConsole ? refused : refused.with("WWW-Authenticate", "Basic realm=\"touchline\", charset=\"UTF-8\"");
    }

    static ProblemException wrong(OperatorDirectory operators) {
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
