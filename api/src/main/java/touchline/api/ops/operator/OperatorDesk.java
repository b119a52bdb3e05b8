package touchline.api.ops.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.account.OperatorAccount;
import touchline.api.operator.account.OperatorAccountRepository;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.account.PasswordHash;
import touchline.api.operator.account.RandomPassword;
import touchline.api.operator.account.Role;
import touchline.api.operator.totp.SecondFactor;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/**
 * Creates and changes the operators in the database, with an entry in the audit. Those of the file can only be looked at, and their sessions be ended. At least one admin
 * stays who can log in. Thread-safe.
 */
final class OperatorDesk {
    private static final Duration ONE_TIME = Duration.ofDays(3);

    private final OperatorDirectory operators;
    private final SecondFactor secondFactor;
    private final PasswordCost cost;
    private final Jdbi jdbi;
    private final Clock clock;

    OperatorDesk(OperatorDirectory operators, SecondFactor secondFactor, PasswordCost cost, Jdbi jdbi, Clock clock) {
        this.operators = operators;
        this.secondFactor = secondFactor;
        this.cost = cost;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** A change of an operator, within its transaction. */
    @FunctionalInterface
    private interface Change {
        void make(Handle handle, OperatorAccount account);
    }

    List<OperatorView> all() {
        Instant now = clock.instant();
        Set<String> on = secondFactor.on();
        return operators.all().stream()
                .map(account ->
                        OperatorView.of(account, on.contains(account.entry().name()), now))
                .toList();
    }

    /**
     * Creates an operator. Returns the generated one-time password; null if one was given.
     *
     * @param given a permanent password; null to generate a one-time password
     */
    @Nullable
    String create(String name, Role role, @Nullable String given, Attribution order) {
        String password = given == null ? RandomPassword.make() : given;
        OperatorEntry entry = new OperatorEntry(name, role, cost.hash(password), given == null, false);
        if (operators.isInFile(name)) {
            throw exists(name);
        }
        jdbi.useTransaction(handle -> {
            if (!OperatorAccountRepository.add(
                    handle,
                    entry,
                    given == null ? oneTimeUntil() : null,
                    order.actor().name())) {
                throw exists(name);
            }
            audit(handle, "create-operator", name, order, null, Map.of("role", role.word()));
        });
        return given == null ? password : null;
    }

    void setRole(String name, Role role, Attribution order) {
        change(name, (handle, account) -> {
            Role before = account.entry().role();
            requireOwnPassword(account);
            if (before == role) {
                throw ProblemException.refused(name + " is " + role.word() + " already.");
            }
            if (before == Role.ADMIN) {
                requireAnotherAdmin(handle, account);
            }
            OperatorAccountRepository.setRole(handle, name, role);
            OperatorAccountRepository.endSessions(handle, name);
            audit(handle, "change-role", name, order, Map.of("role", before.word()), Map.of("role", role.word()));
        });
    }

    void disable(String name, Attribution order) {
        change(name, (handle, account) -> {
            if (account.disabledAt() != null) {
                throw ProblemException.refused(name + " is disabled already.");
            }
            requireAnotherAdmin(handle, account);
            OperatorAccountRepository.setDisabled(handle, name, clock.instant());
            OperatorAccountRepository.endSessions(handle, name);
            audit(handle, "disable-operator", name, order, null, null);
        });
    }

    void enable(String name, Attribution order) {
        change(name, (handle, account) -> {
            if (account.disabledAt() == null) {
                throw ProblemException.refused(name + " is not disabled.");
            }
            OperatorAccountRepository.setDisabled(handle, name, null);
            audit(handle, "enable-operator", name, order, null, null);
        });
    }

    /** Replaces a password and ends the sessions. Takes and returns passwords as {@link #create} does. */
    @Nullable
    String resetPassword(String name, @Nullable String given, Attribution order) {
        requireChangeable(name); // before the hash, which is slow
        String password = given == null ? RandomPassword.make() : given;
        PasswordHash hash = cost.hash(password);
        change(name, (handle, account) -> {
            requireOwnPassword(account);
            if (given == null) {
                requireAnotherAdmin(handle, account);
            }
            OperatorAccountRepository.setPassword(handle, name, hash, given == null ? oneTimeUntil() : null);
            OperatorAccountRepository.endSessions(handle, name);
            audit(handle, "reset-password", name, order, null, Map.of("oneTime", Boolean.toString(given == null)));
        });
        return given == null ? password : null;
    }

    /** Ends all sessions of an operator, of the file as well. */
    void endSessions(String name, Attribution order) {
        jdbi.useTransaction(handle -> {
            if (!operators.isInFile(name) && operators.findManaged(handle, name).isEmpty()) {
                throw noSuch();
            }
            int ended = OperatorAccountRepository.endSessions(handle, name);
            audit(handle, "end-operator-sessions", name, order, null, Map.of("sessions", Integer.toString(ended)));
        });
    }

    /** Turns the second factor of another operator off, of the file as well, and ends the sessions: for operators who lost their app and the recovery codes. */
    void resetSecondFactor(String name, Attribution order) {
        if (name.equals(order.actor().name())) {
            throw ProblemException.refused("Another admin has to reset yours. You can turn it off yourself by a code.");
        }
        if (!secondFactor.reset(order, name)) {
            throw ProblemException.refused(name + " has no second factor.");
        }
    }

    OperatorView find(String name) {
        return all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow(OperatorDesk::noSuch);
    }

    private void change(String name, Change change) {
        jdbi.useTransaction(handle -> {
            OperatorAccountRepository.lock(handle);
            change.make(handle, changeable(handle, name));
        });
    }

    private void requireChangeable(String name) {
        jdbi.useHandle(handle -> changeable(handle, name));
    }

    private OperatorAccount changeable(Handle handle, String name) {
        if (operators.isInFile(name)) {
            throw ProblemException.refused(
                    name + " is in the operators' file. Change it with 'touchline operator', on every node.");
        }
        return operators.findManaged(handle, name).orElseThrow(OperatorDesk::noSuch);
    }

    private static void requireOwnPassword(OperatorAccount account) {
        if (account.entry().isOfProvider()) {
            throw ProblemException.refused(account.entry().name()
                    + " logs in by the provider of OpenID Connect, whose groups decide the role. Change it there.");
        }
    }

    /** An admin whose one-time password expires unused would leave nobody who could log in. */
    private void requireAnotherAdmin(Handle handle, OperatorAccount account) {
        if (account.entry().role() == Role.ADMIN
                && !operators.hasAdminBeside(handle, account.entry().name())) {
            throw ProblemException.refused(
                    account.entry().name() + " is the only admin who can log in. Create another admin first.");
        }
    }

    private Instant oneTimeUntil() {
        return clock.instant().plus(ONE_TIME);
    }

    private static void audit(
            Handle handle,
            String action,
            String name,
            Attribution order,
            @Nullable Map<String, String> before,
            @Nullable Map<String, String> after) {
        AuditLog.write(
                handle,
                order.actor(),
                new AuditLog.Change(action, "operator:" + name, order.reason()),
                before == null ? null : new HashMap<>(before),
                after == null ? null : new HashMap<>(after));
    }

    private static ProblemException exists(String name) {
        return ProblemException.refused("There is an operator " + name + " already.");
    }

    private static ProblemException noSuch() {
        return new ProblemException(Problem.of("not-found", "Not found", 404, "There is no such operator."));
    }
}
