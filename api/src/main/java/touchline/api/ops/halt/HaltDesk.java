package touchline.api.ops.halt;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.halt.Halt;
import touchline.market.halt.HaltRepository;
import touchline.market.halt.HaltScope;
import touchline.market.halt.HaltTerms;
import touchline.market.halt.Halts;
import touchline.market.outage.StoreOutage;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/** Halts trading and lifts halts, with an entry in the audit. Applies each change at once; if Redis is out of reach, a node does so within a second of its return. */
final class HaltDesk {
    private static final Logger LOG = LoggerFactory.getLogger(HaltDesk.class);

    private final Jdbi jdbi;
    private final HaltRepository repository;
    private final Halts halts;

    HaltDesk(Jdbi jdbi, Halts halts) {
        this.jdbi = jdbi;
        this.repository = new HaltRepository(jdbi);
        this.halts = halts;
    }

    List<Halt> list(boolean inForce, long before, int most) {
        return repository.latest(inForce, before, most);
    }

    /**
     * Replaces a halt of the scope that is laxer or shorter, so that nothing trades in between. Empty if another one is in force.
     *
     * @throws ProblemException validation, if the book has nothing of that id: a mistyped halt would stop nothing
     */
    Optional<Halt> halt(HaltScope scope, HaltTerms terms, Attribution order) {
        if (!repository.exists(scope)) {
            throw new ProblemException(Problems.invalid(List.of(new Problem.FieldError(
                    "scope", "there is no " + scope.kind().name().toLowerCase(Locale.ROOT) + " " + scope.id()))));
        }
        Optional<Halt> halt = jdbi.inTransaction(book -> {
            Optional<Halt> replaced =
                    repository.liftOutdone(book, scope, terms, order.actor().name());
            Optional<Halt> made =
                    repository.halt(book, scope, terms, order.actor().name());
            made.ifPresent(one -> AuditLog.write(
                    book,
                    order.actor(),
                    new AuditLog.Change("halt", scope.toString(), order.reason()),
                    replaced.map(HaltDesk::facts).orElse(null),
                    facts(one)));
            return made;
        });
        halt.ifPresent(one -> apply());
        return halt;
    }

    /** Empty if no halt of this id is in force. */
    Optional<Halt> lift(long id, Attribution order) {
        Optional<Halt> halt = jdbi.inTransaction(book -> {
            Optional<Halt> lifted = repository.lift(book, id, order.actor().name());
            lifted.ifPresent(one -> AuditLog.write(
                    book,
                    order.actor(),
                    new AuditLog.Change("lift-halt", one.scope().toString(), order.reason()),
                    facts(one),
                    null));
            return lifted;
        });
        halt.ifPresent(one -> apply());
        return halt;
    }

    private void apply() {
        try {
            halts.apply();
        } catch (RuntimeException e) {
            if (StoreOutage.of(e).isEmpty()) {
                throw e;
            }
            LOG.warn("event=halt-not-applied-yet reason=\"{}\"", e.getMessage());
        }
    }

    private static Map<String, Object> facts(Halt halt) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("mode", halt.terms().mode().name());
        facts.put("cause", halt.terms().cause().name());
        if (halt.terms().until() != null) {
            facts.put("until", halt.terms().until().toString());
        }
        return facts;
    }
}
