package touchline.api.ops.command;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.RequestQuery;
import touchline.market.approval.ApprovalRequest;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/** Checks of what one operator requests and another decides. Thread-safe. */
public final class FourEyes {
    private static final Set<String> STATES = Set.of("open", "all");

    /** After these one operator may know how to log in as the other. */
    private static final Set<String> GIVE_ACCESS =
            Set.of("create-operator", "enable-operator", "change-role", "reset-password", "reset-totp");

    private final Duration apart;
    private final Clock clock;

    /**
     * Creates it.
     *
     * @param apart for how long two operators count as one after one gave the other an account or access to it; zero for never
     */
    public FourEyes(Duration apart, Clock clock) {
        this.apart = apart;
        this.clock = clock;
    }

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
     * Passes if the decider is another person than who requested it, as far as the audit tells.
     *
     * @param who may decide, as in "admin"
     * @throws ProblemException refused
     */
    public void requireAnother(Handle book, String who, ApprovalRequest request, Attribution decider) {
        String name = decider.actor().name();
        if (request.by().equals(name)) {
            throw ProblemException.refused("You have requested it yourself: another " + who + " has to approve it.");
        }
        if (!apart.isZero()
                && AuditLog.areConnected(
                        book,
                        request.by(),
                        name,
                        new AuditLog.Links(
                                "operator:", GIVE_ACCESS, clock.instant().minus(apart)))) {
            throw ProblemException.refused("You and " + request.by() + " may be one person: within "
                    + apart.toHours()
                    + " h one of you has created, enabled or reset the account of the other, or somebody"
                    + " has done so for both. Another " + who + " has to approve it.");
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
