package touchline.api.ops.customer;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import touchline.api.auth.LogInRepository;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.TradeOutcome;
import touchline.market.customer.Customer;
import touchline.market.customer.CustomerBlockRepository;
import touchline.market.wallet.UserId;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/** Blocks customers and ends their sessions, and writes it to the audit log in the same transaction; audits searches for a person. Thread-safe. */
final class CustomerDesk {
    private final Jdbi jdbi;
    private final CustomerBlockRepository blocks;

    CustomerDesk(Jdbi jdbi, CustomerBlockRepository blocks) {
        this.jdbi = jdbi;
        this.blocks = blocks;
    }

    /** The name of a customer in the audit: the id, no personal data. */
    static String subject(UserId user) {
        return "customer " + user;
    }

    /**
     * Blocks a customer; false if that is so already.
     *
     * @throws ProblemException if the market is shut: nothing is changed then
     */
    boolean block(UserId user, Attribution order) {
        return jdbi.inTransaction(book -> {
            if (!blocks.add(book, user, order.actor().name(), order.reason())) {
                return false;
            }
            AuditLog.write(
                    book,
                    order.actor(),
                    new AuditLog.Change("block-customer", subject(user), order.reason()),
                    Map.of("blocked", false),
                    Map.of("blocked", true));
            enforce(user, true);
            return true;
        });
    }

    /** Ends a block, as {@link #block}. */
    boolean unblock(UserId user, Attribution order) {
        return jdbi.inTransaction(book -> {
            if (!blocks.remove(book, user)) {
                return false;
            }
            AuditLog.write(
                    book,
                    order.actor(),
                    new AuditLog.Change("unblock-customer", subject(user), order.reason()),
                    Map.of("blocked", true),
                    Map.of("blocked", false));
            enforce(user, false);
            return true;
        });
    }

    void endSessions(UserId user, Attribution order) {
        jdbi.useTransaction(book -> {
            LogInRepository.endSessions(book, user);
            AuditLog.write(
                    book,
                    order.actor(),
                    new AuditLog.Change("end-sessions", subject(user), order.reason()),
                    null,
                    null);
        });
    }

    /** Audits a search by personal data: an entry for each customer found, or one that says that none was. What was looked for is not in it. */
    void auditSearch(List<Customer> found, Attribution order) {
        List<String> subjects = found.isEmpty()
                ? List.of("customers")
                : found.stream().map(one -> subject(one.id())).toList();
        jdbi.useTransaction(book -> subjects.forEach(subject -> AuditLog.write(
                book,
                order.actor(),
                new AuditLog.Change("find-customer", subject, order.reason()),
                null,
                Map.of("found", found.size()))));
    }

    /** Last in its transaction, which a refusal rolls back. */
    private void enforce(UserId user, boolean isBlocked) {
        if (blocks.enforce(user, isBlocked) instanceof TradeOutcome.Refused<String> refused) {
            throw new ProblemException(Problems.refused(refused.rejection()));
        }
    }
}
