package touchline.api;

import java.security.Security;

/** The process' beginning. */
public final class TouchlineMain {
    /** Hosted stores fail over by moving a name; the JVM's own 30 s would be their outage. */
    private static final String NAMES_LAST_SECONDS = "5";

    private TouchlineMain() {}

    public static void main(String[] args) throws Exception {
        followNames();
        new TouchlineApplication(System.getenv()).run(args);
    }

    /** Before the first look-up of a name. {@code -Dsun.net.inetaddr.ttl} and {@code java.security} go before. */
    static void followNames() {
        String named = Security.getProperty("networkaddress.cache.ttl");
        if (System.getProperty("sun.net.inetaddr.ttl") == null && (named == null || named.isEmpty())) {
            Security.setProperty("networkaddress.cache.ttl", NAMES_LAST_SECONDS);
        }
    }
}
