package touchline.api.caller;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The proxies whose forwarding headers are believed. Immutable. */
public final class TrustedProxies {
    private static final Pattern BLOCK = Pattern.compile("(?<address>[^/]+)(?:/(?<bits>[0-9]{1,3}))?");
    private static final int MAPPED = 96;

    private final List<IpNetwork> networks;

    private TrustedProxies(List<IpNetwork> networks) {
        this.networks = List.copyOf(networks);
    }

    /** No proxy is trusted. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /**
     * Reads a list.
     *
     * @param list IP addresses and CIDR blocks, separated by commas or blanks; null or blank: none
     * @throws IllegalArgumentException numbering the entry that is neither, or that covers every address. It prints no value: that may be a secret in the wrong variable
     */
    public static TrustedProxies parse(@Nullable String list) {
        List<IpNetwork> networks = new ArrayList<>();
        for (String entry : String.valueOf(list == null ? "" : list).split("[,\\s]+", -1)) {
            if (!entry.isEmpty()) {
                networks.add(network(entry, networks.size() + 1));
            }
        }
        return new TrustedProxies(networks);
    }

    boolean areNone() {
        return networks.isEmpty();
    }

    boolean contain(InetAddress address) {
        return !networks.isEmpty() && networks.stream().anyMatch(network -> network.contains(address));
    }

    private static IpNetwork network(String entry, int number) {
        Matcher block = BLOCK.matcher(entry);
        if (!block.matches()) {
            throw refuse(number, "is not an IP address or a CIDR block");
        }
        String text = block.group("address");
        InetAddress address = IpLiterals.parse(text)
                .filter(any -> !text.matches(".*]:.*|[0-9.]+:[0-9]+|.*%.*"))
                .orElseThrow(
                        () -> refuse(
                                number,
                                "is not an IP address or a CIDR block; host names are not looked up, and ports don't belong here"));
        int length = address.getAddress().length * Byte.SIZE;
        int bits = block.group("bits") == null ? length : bits(block.group("bits"), length, text.contains(":"));
        if (bits < 0 || bits > length) {
            throw refuse(number, "has a prefix length that its address does not allow");
        }
        if (bits == 0) {
            throw refuse(number, "covers every address, so any caller could name its own");
        }
        return new IpNetwork(address.getAddress(), bits);
    }

    /** The prefix of an IPv4 block may be written as that of the IPv6 block it is mapped to. */
    private static int bits(String digits, int length, boolean isIpv6) {
        int bits = Integer.parseInt(digits);
        return isIpv6 && length == Integer.SIZE ? bits - MAPPED : bits;
    }

    private static IllegalArgumentException refuse(int number, String why) {
        return new IllegalArgumentException(
                "operators.trustedProxies (OPERATORS_TRUSTED_PROXIES): entry " + number + " " + why);
    }
}
