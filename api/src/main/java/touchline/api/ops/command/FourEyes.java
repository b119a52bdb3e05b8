package touchline.api.ops.command;

import java.util.Locale;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.approval.ApprovalRequest;
import touchline.scheduler.operation.Attribution;

/** Checks of what one operator requests and another decides. */
public final class FourEyes {
    private FourEyes() {}

    /**
     * Passes while nobody has decided.
     *
     * @param what it is, as in "correction"
     * @throws ProblemException refused
     */
    public static void requireOpen(String what, Enum<?> state) {
        if (!state.name().equals("REQUESTED")) {
            throw ProblemException.refused("The " + what + " is " + state.name().toLowerCase(Locale.ROOT) + ".");
        }
    }

    /**
     * Passes unless the decider is who requested it.
     *
     * @param who may decide, as in "admin"
     * @throws ProblemException refused
     */
    public static void requireAnother(String who, ApprovalRequest request, Attribution decider) {
        if (request.by().equals(decider.actor().name())) {
            throw ProblemException.refused("You have requested it yourself: another " + who + " has to approve it.");
        }
    }

    public static ProblemException notFound() {
        return new ProblemException(Problems.notFound());
    }
}
