package touchline.api.problem;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.type(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
