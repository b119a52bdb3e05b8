package touchline.api.operator.account;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** An operator's entry in the file. */
public record OperatorEntry(String name, Role role, PasswordHash password) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    public OperatorEntry {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an operator's name is 1 to 64 of a-z, 0-9, '.', '_', '@' and '-', and begins with a letter or digit");
        }
    }

    /** Identifies name, role and password: a session is valid as long as it stays the same. */
    public String fingerprint() {
        return Sha256.hex((name + "|" + role + "|" + password.encoded()).getBytes(StandardCharsets.UTF_8));
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "OperatorEntry[" + name + ", " + role + "]";
    }
}
