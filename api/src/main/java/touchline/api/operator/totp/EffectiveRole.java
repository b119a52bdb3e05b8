package touchline.api.operator.totp;

import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.Role;

/** The roles that operators have now. If admins need a second factor, an admin without one is a viewer until it is on. Thread-safe. */
public final class EffectiveRole {
    private final SecondFactor secondFactor;
    private final boolean adminsNeedIt;

    public EffectiveRole(SecondFactor secondFactor, boolean adminsNeedIt) {
        this.secondFactor = secondFactor;
        this.adminsNeedIt = adminsNeedIt;
    }

    public Role of(OperatorEntry entry) {
        return isMissing(entry) ? Role.VIEWER : entry.role();
    }

    /** Whether an admin has to turn the second factor on. */
    public boolean isMissing(OperatorEntry entry) {
        return adminsNeedIt
                && entry.role() == Role.ADMIN
                && !entry.isOfProvider() // the provider asks for its own
                && !secondFactor.isOn(entry.name());
    }
}
