package touchline.api.operator;

/** Checks that the access of a long request is still valid. Doesn't extend the session. */
@FunctionalInterface
public interface AccessCheck {
    /** The request property that holds it. */
    String PROPERTY = "touchline.operator-access";

    boolean isAllowed();
}
