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

    /** Returns false if the name exists. */
    public static boolean add(Handle handle, OperatorEntry entry, String provider, String subject) {
        return handle.createUpdate("""
                                INSERT INTO operators (name, role, password_hash, created_by, provider, subject)
                                VALUES (:name, :role, :password, :name, :provider, :subject) ON CONFLICT (name) DO NOTHING
                                """)
                        .bind("name", entry.name())
                        .bind("role", entry.role().name())
                        .bind("password", entry.password().encoded())
                        .bind("provider", provider)
                        .bind("subject", subject)
                        .execute()
                == 1;
    }
}
