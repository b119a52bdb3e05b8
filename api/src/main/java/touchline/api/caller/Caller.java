package touchline.api.caller;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.InetAddress;

/**
 * The client of a request.
 *
 * @param address its IP address in canonical form, such as {@code 192.0.2.1} or {@code ::1}
 * @param isSecure whether the request was made over https
 */
public record Caller(String address, boolean isSecure) {
    /** The request property that {@link CallerFilter} sets. */
    static final String PROPERTY = "touchline.caller";

    /** The caller of a request, as {@link CallerFilter} determined it. */
    public static Caller of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("CallerFilter did not run before this request");
    }

    /** The same of a request to a servlet. */
    public static Caller of(HttpServletRequest request) {
        if (request.getAttribute(PROPERTY) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("CallerFilter did not run before this request");
    }

    /** The unit that limits count: an IPv4 address, or an IPv6 /64, since one household or host usually holds a whole /64. */
    public String network() {
        return address.indexOf(':') < 0 ? address : network(address); // in canonical form already
    }

    /** The same of an address in any spelling. */
    public static String network(String address) {
        return IpLiterals.parse(address).map(Caller::network).orElse(address);
    }

    private static String network(InetAddress address) {
        return address.getAddress().length == 4
                ? IpLiterals.canonical(address)
                : new IpNetwork(address.getAddress(), 64).toString();
    }
}
