package touchline.api.operator;

/**
 * From where a request came.
 *
 * @param address an IP address
 * @param isSecure whether it came over https
 */
record Caller(String address, boolean isSecure) {
    /** Under which name {@link CallerFilter} leaves it at the request. */
    static final String AT_THE_REQUEST = "touchline.caller";
}
