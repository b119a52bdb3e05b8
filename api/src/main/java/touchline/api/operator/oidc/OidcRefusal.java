package touchline.api.operator.oidc;

import java.util.Locale;

/** Why a log-in failed. */
enum OidcRefusal {
    /** The browser has no log-in under way that this answer belongs to: it took too long, or somebody else began it. */
    EXPIRED,
    /** The provider says no, as when the user cancels. */
    CANCELLED,
    /** The network of the caller has logged in too often. */
    TOO_MANY,
    /** The provider can't be reached, or answers with what can't be used. */
    UNAVAILABLE,
    /** The ID token is not valid. */
    INVALID_TOKEN,
    /** The claim that is to name the operator is missing, or can't be a name. */
    NO_NAME,
    /** No group of the operator has a role. */
    NO_ROLE,
    /** Another operator has this name. */
    NAME_TAKEN,
    /** An admin has disabled the operator. */
    DISABLED,
    /** No admin has enabled the new operator yet. */
    WAITING;

    /** As the console receives it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A log-in that failed. */
    static final class RefusedException extends Exception {
        private final OidcRefusal why;

        RefusedException(OidcRefusal why, String detail) {
            super(detail);
            this.why = why;
        }

        OidcRefusal why() {
            return why;
        }
    }
}
