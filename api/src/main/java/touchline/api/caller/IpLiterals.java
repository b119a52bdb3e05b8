package touchline.api.caller;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes IP addresses as text. Never looks up a name. */
final class IpLiterals {
    /** An IPv4 address, or an IPv6 address in brackets, with a port. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:([0-9.]+)|\\[([^\\]]*)]):[0-9A-Za-z._-]+");

    private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\]]*)]");
    private static final Pattern ZONE = Pattern.compile("%.*");

    private IpLiterals() {}

    /** An address, perhaps in brackets or with a port or an IPv6 zone, all of which are cut off; empty if the text is anything else. An IPv4-mapped IPv6 address is the IPv4 address. */
    static Optional<InetAddress> parse(String text) {
        String bare =
                isDigitsAndDots(text) ? text : ZONE.matcher(bare(text.strip())).replaceFirst("");
        return InetAddresses.isInetAddress(bare) ? Optional.of(InetAddresses.forString(bare)) : Optional.empty();
    }

    /** The form of RFC 5952: lower case, the longest run of zeros shortened. */
    static String canonical(InetAddress address) {
        return InetAddresses.toAddrString(address);
    }

    /** Most are: the address of every request is read. */
    private static boolean isDigitsAndDots(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c < '0' || c > '9') && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static String bare(String text) {
        Matcher withPort = WITH_PORT.matcher(text);
        if (withPort.matches()) {
            return withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
        }
        Matcher inBrackets = IN_BRACKETS.matcher(text);
        return inBrackets.matches() ? inBrackets.group(1) : text;
    }
}
