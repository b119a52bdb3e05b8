package touchline.api.operator;

/** Checks that the access of a long request is still valid. Doesn't extend the session. */
@FunctionalInterface
public interface AccessCheck {
    /** The request property that holds it. */
    String AT_THE_REQUEST = "touchline.operator-standing";

    boolean isAllowed();
}
