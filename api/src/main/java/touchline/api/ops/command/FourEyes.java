package touchline.api.ops.command;

import java.util.Locale;
import java.util.Set;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.RequestQuery;
import touchline.market.approval.ApprovalRequest;
import touchline.scheduler.operation.Attribution;

/** Checks of what one operator requests and another decides. */
public final class FourEyes {
    private static final Set<String> STATES = Set.of("open", "all");

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

    /** Whether only open requests are asked for, by the query parameter {@code state}. */
    public static boolean isOfOpen(RequestQuery query) {
        return "open".equals(query.optional("state", 8, FourEyes::state, "must be one of open, all"));
    }

    private static String state(String text) {
        if (!STATES.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
