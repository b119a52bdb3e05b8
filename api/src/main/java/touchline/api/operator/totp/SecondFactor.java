package touchline.api.operator.totp;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.account.OperatorAccountRepository;
import touchline.api.operator.account.RandomPassword;
import touchline.api.secret.SecretSeal;
import touchline.api.secret.Sha256;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/** The second factors of operators, on all nodes: an authenticator app, and recovery codes if that is lost. Thread-safe. */
public final class SecondFactor {
    private static final int RECOVERY_CODES = 8;

    private final Jdbi jdbi;
    private final SecretSeal seal;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SecondFactor(Jdbi jdbi, SecretSeal seal, Clock clock) {
        this.jdbi = jdbi;
        this.seal = seal;
        this.clock = clock;
    }

    /** A secret that is to be entered into an app; shown once. */
    public record Enrolment(String secret, String uri) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Enrolment[]";
        }
    }

    /**
     * The state of a second factor.
     *
     * @param since when it was turned on; null if it is off
     */
    public record Status(@Nullable Instant since, int recoveryCodesLeft) {}

    /** Whether an operator needs a code to log in. */
    public boolean isOn(String operator) {
        return status(operator).since() != null;
    }

    public Status status(String operator) {
        return jdbi.withHandle(handle -> new Status(
                TotpRepository.find(handle, operator)
                        .map(TotpRepository.Sealed::confirmedAt)
                        .orElse(null),
                TotpRepository.recoveryCodesLeft(handle, operator)));
    }

    /** The operators who need a code. */
    public Set<String> on() {
        return jdbi.withHandle(TotpRepository::confirmed);
    }

    /** Accepts a code of the app or a recovery code, and uses it up: no code is accepted twice. */
    public boolean accept(String operator, String code) {
        String plain = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        return jdbi.inTransaction(handle -> {
            Optional<TotpRepository.Sealed> stored = TotpRepository.find(handle, operator);
            if (stored.isEmpty() || stored.get().confirmedAt() == null) {
                return false;
            }
            return useCode(handle, stored.get(), plain)
                    || TotpRepository.useRecoveryCode(handle, operator, hash(operator, plain), clock.instant());
        });
    }

    /** Makes a secret. It counts once it is confirmed. Empty if the second factor is on. */
    public Optional<Enrolment> begin(String operator) {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        boolean isNew = jdbi.withHandle(handle -> TotpRepository.begin(handle, operator, seal.seal(secret, operator)));
        return isNew ? Optional.of(new Enrolment(Totp.text(secret), Totp.uri(secret, operator))) : Optional.empty();
    }

    /**
     * Turns it on by a first code, and ends the operator's other sessions: they were opened without one.
     *
     * @param session the stored form of the token of the session that stays; null for none
     * @return the recovery codes, which can't be read again; empty if the code is wrong, or it is on
     */
    public Optional<List<String>> confirm(Actor operator, String code, @Nullable String session) {
        String plain = code.replaceAll("\\s", "");
        return jdbi.inTransaction(handle -> {
            Optional<TotpRepository.Sealed> stored = TotpRepository.find(handle, operator.name());
            if (stored.isEmpty() || stored.get().confirmedAt() != null || !useCode(handle, stored.get(), plain)) {
                return Optional.empty();
            }
            TotpRepository.confirm(handle, operator.name(), clock.instant());
            OperatorAccountRepository.endOtherSessions(handle, operator.name(), session);
            List<String> codes = new ArrayList<>();
            for (int n = 0; n < RECOVERY_CODES; n++) {
                String recovery = RandomPassword.make().substring(0, 20);
                codes.add(recovery);
                TotpRepository.addRecoveryCode(
                        handle, operator.name(), hash(operator.name(), recovery.replace("-", "")));
            }
            audit(handle, operator, "enable-totp", operator.name(), "own second factor");
            return Optional.of(List.copyOf(codes));
        });
    }

    /** Turns an operator's own off. Returns false if there is none. */
    public boolean remove(Actor operator) {
        return jdbi.inTransaction(
                handle -> remove(handle, operator, "disable-totp", operator.name(), "own second factor"));
    }

    /** Turns that of another operator off, and ends the operator's sessions. Returns false if the operator has none. */
    public boolean reset(Attribution order, String operator) {
        return jdbi.inTransaction(handle -> {
            boolean isRemoved = remove(handle, order.actor(), "reset-totp", operator, order.reason());
            if (isRemoved) {
                OperatorAccountRepository.endSessions(handle, operator);
            }
            return isRemoved;
        });
    }

    private static boolean remove(Handle handle, Actor by, String action, String operator, String reason) {
        boolean isRemoved = TotpRepository.delete(handle, operator);
        if (isRemoved) {
            audit(handle, by, action, operator, reason);
        }
        return isRemoved;
    }

    /** Encrypts what was encrypted under a previous {@code TOKEN_SECRET} under the current one. */
    public void resealAll() {
        jdbi.useTransaction(handle -> TotpRepository.all(handle)
                .forEach(one -> seal.open(one.secret(), one.operator())
                        .ifPresent(secret -> TotpRepository.reseal(handle, one, seal.seal(secret, one.operator())))));
    }

    private boolean useCode(Handle handle, TotpRepository.Sealed stored, String code) {
        byte[] secret = seal.open(stored.secret(), stored.operator()).orElse(null);
        if (secret == null) {
            return false;
        }
        OptionalLong step = Totp.matchingStep(secret, code, clock.instant());
        Arrays.fill(secret, (byte) 0);
        return step.isPresent() && TotpRepository.use(handle, stored.operator(), step.getAsLong());
    }

    private static String hash(String operator, String code) {
        return Sha256.hex(operator + "\n" + code);
    }

    private static void audit(Handle handle, Actor by, String action, String operator, String reason) {
        AuditLog.write(handle, by, new AuditLog.Change(action, "operator:" + operator, reason), null, null);
    }
}
