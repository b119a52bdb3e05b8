package touchline.api.operator.account;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of {@code operators} whose operators log in by a provider of OpenID Connect. */
public final class ProviderOperatorRepository {
    private ProviderOperatorRepository() {}

    /** Finds an operator by the provider's permanent id. */
    public static Optional<OperatorAccount> find(Handle handle, String provider, String subject) {
        return handle.createQuery("SELECT " + OperatorAccountRepository.COLUMNS
                        + " FROM operators WHERE provider = :provider AND subject = :subject")
                .bind("provider", provider)
                .bind("subject", subject)
                .map((row, context) -> OperatorAccountRepository.account(row))
                .findOne();
    }

    /**
     * Creates an operator. Returns false if the name exists.
     *
     * @param isEnabled whether the operator can log in before an admin enables the account
     */
    public static boolean add(Handle handle, OperatorEntry entry, String provider, String subject, boolean isEnabled) {
        return handle.createUpdate("""
                                INSERT INTO operators (name, role, password_hash, created_by, provider, subject, created_at, disabled_at)
                                VALUES (:name, :role, :password, :name, :provider, :subject, now(), CASE WHEN NOT :enabled THEN now() END) ON CONFLICT (name) DO NOTHING
                                """)
                        .bind("name", entry.name())
                        .bind("role", entry.role().name())
                        .bind("password", entry.password().encoded())
                        .bind("provider", provider)
                        .bind("subject", subject)
                        .bind("enabled", isEnabled)
                        .execute()
                == 1;
    }
}
