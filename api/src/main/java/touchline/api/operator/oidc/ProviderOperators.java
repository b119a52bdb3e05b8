package touchline.api.operator.oidc;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorAccount;
import touchline.api.operator.account.OperatorAccountRepository;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.ProviderOperatorRepository;
import touchline.api.operator.account.Role;
import touchline.api.operator.oidc.OidcRefusal.RefusedException;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;

/**
 * The operators of a provider. Each has a row from the first log-in on, by the provider's permanent id: an operator whose name changes there keeps the first one, and nobody else can
 * obtain it. Unless the settings say otherwise, an admin has to enable each once: somebody who is an operator already must not become a second one. Thread-safe.
 */
public final class ProviderOperators {
    private final OperatorDirectory operators;
    private final boolean isEnabledAtOnce;
    private final Jdbi jdbi;

    /**
     * Creates it.
     *
     * @param isEnabledAtOnce whether operators can log in before an admin enables their accounts
     */
    public ProviderOperators(OperatorDirectory operators, boolean isEnabledAtOnce, Jdbi jdbi) {
        this.operators = operators;
        this.isEnabledAtOnce = isEnabledAtOnce;
        this.jdbi = jdbi;
    }

    /** Who somebody is at a provider. */
    record Identity(String issuer, String subject) {}

    /** Creates the operator at the first log-in, who may have to wait for an admin then. Updates the role, and audits the log-in. A changed role ends the operator's other sessions. */
    OperatorEntry logIn(Identity identity, String name, Role role, Caller caller) throws RefusedException {
        Optional<OperatorEntry> in = jdbi.inTransaction(handle -> {
            OperatorAccountRepository.lock(handle);
            Optional<OperatorAccount> known =
                    ProviderOperatorRepository.find(handle, identity.issuer(), identity.subject());
            if (known.map(OperatorAccount::isWaiting).orElse(false)) {
                return Optional.<OperatorEntry>empty();
            }
            OperatorEntry entry = known.isPresent()
                    ? known(handle, known.get(), role, caller)
                    : created(handle, identity, name, role, caller);
            if (known.isEmpty() && !isEnabledAtOnce) {
                return Optional.<OperatorEntry>empty();
            }
            audit(
                    handle,
                    entry.name(),
                    caller,
                    "log-in",
                    null,
                    Map.of("role", role.word(), "provider", identity.issuer()));
            return Optional.of(entry);
        });
        return in.orElseThrow(
                () -> new RefusedException(OidcRefusal.WAITING, name + " waits until an admin enables the account"));
    }

    private OperatorEntry known(Handle handle, OperatorAccount account, Role role, Caller caller)
            throws RefusedException {
        String name = account.entry().name();
        if (account.disabledAt() != null) {
            throw new RefusedException(OidcRefusal.DISABLED, name + " is disabled");
        }
        if (operators.isInFile(name)) {
            throw new RefusedException(OidcRefusal.NAME_TAKEN, name + " is in the operators' file as well");
        }
        Role before = account.entry().role();
        if (before == role) {
            return account.entry();
        }
        OperatorAccountRepository.setRole(handle, name, role);
        OperatorAccountRepository.endSessions(handle, name);
        audit(handle, name, caller, "change-role", Map.of("role", before.word()), Map.of("role", role.word()));
        return account.entry().with(role);
    }

    private OperatorEntry created(Handle handle, Identity identity, String name, Role role, Caller caller)
            throws RefusedException {
        if (operators.isInFile(name)) {
            throw new RefusedException(OidcRefusal.NAME_TAKEN, name + " is in the operators' file");
        }
        OperatorEntry entry = OperatorEntry.ofProvider(name, role);
        if (!ProviderOperatorRepository.add(handle, entry, identity.issuer(), identity.subject(), isEnabledAtOnce)) {
            throw new RefusedException(OidcRefusal.NAME_TAKEN, "there is another operator " + name);
        }
        audit(
                handle,
                name,
                caller,
                "create-operator",
                null,
                Map.of("role", role.word(), "state", isEnabledAtOnce ? "ACTIVE" : "WAITING"));
        return entry;
    }

    private static void audit(
            Handle handle,
            String name,
            Caller caller,
            String action,
            @Nullable Map<String, String> before,
            Map<String, String> after) {
        AuditLog.write(
                handle,
                new Actor(name, caller.address()),
                new AuditLog.Change(action, "operator:" + name, "by OpenID Connect"),
                before,
                after);
    }
}
