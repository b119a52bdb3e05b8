package touchline.api.stream.socket;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.stream.Listener;
import touchline.api.stream.StreamAccess;
import touchline.api.stream.StreamFilter;
import touchline.market.instrument.InstrumentId;
import touchline.market.wallet.UserId;

/** The events that a connection has asked for; none before its first subscription. Used by one thread at a time. */
final class Subscription {
    private final StreamAccess access;
    private final Listener listener;
    private @Nullable UserId user;
    private boolean isBegun;
    private @Nullable Set<InstrumentId> instruments = Set.of();

    Subscription(StreamAccess access, Listener listener) {
        this.access = access;
        this.listener = listener;
    }

    /**
     * The instruments of a connection.
     *
     * @param instruments null for all
     */
    record View(@Nullable List<String> instruments) {}

    /** Refuses a second user. */
    void requireAnonymous() {
        if (user != null) {
            throw new ProblemException(
                    Problem.of("refused", "Authenticated already", 409, "Open another connection for another token."));
        }
    }

    void authenticate(UserId owner) {
        user = owner;
        apply();
    }

    /**
     * Adds instruments to those of before.
     *
     * @param more null for all
     * @param lastEventId may be sent with the first subscription only
     */
    void add(@Nullable Set<InstrumentId> more, @Nullable String lastEventId) {
        if (lastEventId != null && isBegun) {
            throw invalid("lastEventId", "can only be sent with the first subscription");
        }
        Set<InstrumentId> before = instruments;
        Set<InstrumentId> after = null;
        if (more != null && before != null) {
            after = new LinkedHashSet<>(before);
            after.addAll(more);
            String fault = access.fault(after);
            if (fault != null) {
                throw invalid("instruments", fault);
            }
        }
        instruments = after == null ? null : Set.copyOf(after);
        isBegun = true;
        apply();
    }

    /**
     * Removes instruments. Match events and the user's own events go on.
     *
     * @param less null for all
     */
    void remove(@Nullable Set<InstrumentId> less) {
        Set<InstrumentId> before = instruments;
        if (less == null) {
            instruments = Set.of();
        } else if (before == null) {
            throw invalid("instruments", "can't be left out of all: unsubscribe from all, then subscribe to some");
        } else {
            Set<InstrumentId> after = new LinkedHashSet<>(before);
            after.removeAll(less);
            instruments = Set.copyOf(after);
        }
        apply();
    }

    /** As before the first subscription. */
    void reset() {
        isBegun = false;
        instruments = Set.of();
        apply();
    }

    View view() {
        Set<InstrumentId> now = instruments;
        return new View(
                now == null
                        ? null
                        : now.stream().sorted().map(InstrumentId::toString).toList());
    }

    private void apply() {
        listener.filter(isBegun ? new StreamFilter(instruments, user) : StreamFilter.NOTHING);
    }

    private static ProblemException invalid(String field, String message) {
        return new ProblemException(Problems.invalid(List.of(Problem.FieldError.of(field, message))));
    }
}
