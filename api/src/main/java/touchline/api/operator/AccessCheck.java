package touchline.api.operator;

/** Whether whoever was let in would still be let in. To be asked now and then where a request lasts long; asking prolongs no session. */
@FunctionalInterface
public interface AccessCheck {
    /** Under which name the gate leaves it at the request. */
    String AT_THE_REQUEST = "touchline.operator-standing";

    boolean holds();
}
