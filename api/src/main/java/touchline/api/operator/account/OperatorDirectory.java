package touchline.api.operator.account;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * All operators: those of the file, and those that admins manage in the console, which are in the database. A name in the file takes precedence, and is found without
 * the database. Thread-safe.
 */
public final class OperatorDirectory {
    private final OperatorList file;
    private final Jdbi jdbi;
    private final Clock clock;

    public OperatorDirectory(OperatorList file, Jdbi jdbi, Clock clock) {
        this.file = file;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Whether a file is configured. Without one, nobody can create the first operator. */
    public boolean isConfigured() {
        return file.isConfigured();
    }

    /** Finds an operator who may log in. */
    public Optional<OperatorEntry> find(String name) {
        Optional<OperatorEntry> inFile = file.find(name);
        if (inFile.isPresent() || !OperatorEntry.isName(name)) {
            return inFile;
        }
        return jdbi.withHandle(handle -> OperatorAccountRepository.find(handle, name))
                .filter(account -> account.isActive(clock.instant()))
                .map(OperatorAccount::entry);
    }

    /** Whether the operator is one of the file, which no node can change. */
    public boolean isInFile(String name) {
        return file.find(name).isPresent();
    }

    /** Finds an operator in the database, whom the console can change, within a transaction. */
    public Optional<OperatorAccount> findManaged(Handle handle, String name) {
        return isInFile(name) || !OperatorEntry.isName(name)
                ? Optional.empty()
                : OperatorAccountRepository.find(handle, name);
    }

    /** Whether an admin other than this one can log in with a password of their own: a one-time password may expire unused, and a provider may be away. */
    public boolean hasAdminBeside(Handle handle, String name) {
        return file.all().stream().anyMatch(entry -> isOtherAdmin(entry, name))
                || OperatorAccountRepository.all(handle).stream()
                        .anyMatch(account -> isOtherAdmin(account.entry(), name)
                                && !isInFile(account.entry().name())
                                && account.disabledAt() == null
                                && account.oneTimeUntil() == null);
    }

    private static boolean isOtherAdmin(OperatorEntry entry, String name) {
        return entry.role() == Role.ADMIN
                && !entry.isOfProvider()
                && !entry.name().equals(name);
    }

    /** All operators with their last log-ins and sessions, by name. */
    public List<OperatorAccount> all() {
        return jdbi.inTransaction(handle -> {
            Map<String, OperatorAccount.LogIn> logIns = OperatorAccountRepository.logIns(handle);
            Map<String, Integer> sessions = OperatorAccountRepository.sessions(handle, clock.instant());
            List<OperatorAccount> accounts = new ArrayList<>();
            file.all().forEach(entry -> accounts.add(new OperatorAccount(entry, null, null, null, null, 0)));
            OperatorAccountRepository.all(handle).stream()
                    .filter(account -> !isInFile(account.entry().name()))
                    .forEach(accounts::add);
            return accounts.stream()
                    .map(one -> one.seen(
                            logIns.get(one.entry().name()),
                            sessions.getOrDefault(one.entry().name(), 0)))
                    .sorted(Comparator.comparing(one -> one.entry().name()))
                    .toList();
        });
    }

    public void recordLogIn(String name, String address) {
        jdbi.useHandle(handle -> OperatorAccountRepository.recordLogIn(handle, name, clock.instant(), address));
    }

    /** A hash that nothing matches, for names that nobody has: they are to cost the same time. */
    public PasswordHash decoy() {
        return file.decoy();
    }
}
