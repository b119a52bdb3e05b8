package touchline.api.operator.login;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorAccountRepository;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.account.PasswordHash;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;

/** Replaces an operator's password after a correct one. Thread-safe. */
public final class PasswordChange {
    private final OperatorDirectory operators;
    private final PasswordCost cost;
    private final Jdbi jdbi;

    public PasswordChange(OperatorDirectory operators, PasswordCost cost, Jdbi jdbi) {
        this.operators = operators;
        this.cost = cost;
        this.jdbi = jdbi;
    }

    /**
     * Sets a permanent password and ends all sessions of the operator.
     *
     * @param checked the operator whose password was just checked
     * @throws ProblemException validation, if the password is the old one, or that of the file; refused, if another request has changed it meanwhile
     */
    public OperatorEntry change(OperatorEntry checked, String old, String fresh, Caller caller) {
        if (operators.isInFile(checked.name())) {
            throw invalid(
                    "can't be set: your password is in the operators' file, which 'touchline operator add' writes");
        }
        if (fresh.equals(old)) {
            throw invalid("must be another one than before");
        }
        PasswordHash hash = cost.hash(fresh);
        return jdbi.inTransaction(handle -> {
            OperatorAccountRepository.lock(handle);
            String fingerprint = operators
                    .findManaged(handle, checked.name())
                    .map(account -> account.entry().fingerprint())
                    .orElse("");
            if (!fingerprint.equals(checked.fingerprint())) {
                throw new ProblemException(
                        Problem.of("refused", "Not changed", 409, "Your account was changed meanwhile. Log in again."));
            }
            OperatorAccountRepository.setPassword(handle, checked.name(), hash, null);
            OperatorAccountRepository.endSessions(handle, checked.name());
            AuditLog.write(
                    handle,
                    new Actor(checked.name(), caller.address()),
                    new AuditLog.Change("change-password", "operator:" + checked.name(), "own password"),
                    null,
                    null);
            return new OperatorEntry(checked.name(), checked.role(), hash);
        });
    }

    /** Hashes a correct password again if its hash takes less work than new ones do. Returns the operator with the hash as it is now; sessions go on. */
    OperatorEntry strengthened(OperatorEntry checked, String password) {
        if (operators.isInFile(checked.name()) || !cost.isAbove(checked.password())) {
            return checked;
        }
        OperatorEntry stronger = checked.with(cost.hash(password));
        boolean isStored = jdbi.inTransaction(handle -> OperatorAccountRepository.rehash(handle, checked, stronger));
        return isStored
                ? stronger
                : operators // another log-in has done so meanwhile
                        .find(checked.name())
                        .filter(now -> now.password().matches(password))
                        .orElse(checked);
    }

    private static ProblemException invalid(String why) {
        return new ProblemException(Problems.invalid(List.of(new Problem.FieldError("newPassword", why))));
    }
}
