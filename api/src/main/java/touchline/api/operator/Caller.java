package touchline.api.operator;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * From where a request came.
 *
 * @param address an IP address
 * @param isSecure whether it came over https
 */
public record Caller(String address, boolean isSecure) {
    /** Under which name {@link CallerFilter} leaves it at the request. */
    static final String AT_THE_REQUEST = "touchline.caller";

    /** Who is at the other end of a request; what proxies say of it counts where they are ours. */
    public static Caller of(ContainerRequestContext request) {
        if (request.getProperty(AT_THE_REQUEST) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("CallerFilter stands before every request");
    }

    /** What is counted as one caller: an IPv4 address, or the whole of an IPv6 /64, from anywhere in which he can call. */
    public String network() {
        return network(address);
    }

    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address); // no name is asked for where there is a colon
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8)) + "/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address.toLowerCase(Locale.ROOT);
        }
    }
}
