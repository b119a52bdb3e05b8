package touchline.api.operator.account;

import java.util.regex.Pattern;
import touchline.api.secret.Sha256;

/**
 * An operator who may log in.
 *
 * @param isOneTime whether the password is only good for replacing it
 * @param isOfProvider whether the operator logs in by a provider of OpenID Connect; then nothing matches the password
 */
public record OperatorEntry(String name, Role role, PasswordHash password, boolean isOneTime, boolean isOfProvider) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    public OperatorEntry {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an operator's name is 1 to 64 of a-z, 0-9, '.', '_', '@' and '-', and begins with a letter or digit");
        }
    }

    /** An operator with a permanent password. */
    public OperatorEntry(String name, Role role, PasswordHash password) {
        this(name, role, password, false, false);
    }

    /** An operator of a provider. */
    public static OperatorEntry ofProvider(String name, Role role) {
        return new OperatorEntry(name, role, PasswordHash.ofNothing(PasswordHash.ITERATIONS), false, true);
    }

    /** The same operator with another role. */
    public OperatorEntry with(Role other) {
        return new OperatorEntry(name, other, password, isOneTime, isOfProvider);
    }

    /** The same operator with another hash. */
    public OperatorEntry with(PasswordHash other) {
        return new OperatorEntry(name, role, other, isOneTime, isOfProvider);
    }

    /** Whether a name can be an operator's. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Identifies name, role and password: a session is valid as long as it stays the same. */
    public String fingerprint() {
        return Sha256.hex(name + "|" + role + "|" + password.encoded());
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "OperatorEntry[" + name + ", " + role + "]";
    }
}
