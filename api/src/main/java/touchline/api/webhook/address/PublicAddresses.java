package touchline.api.webhook.address;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the internet from those of networks that only this machine or its operator can reach: a webhook must not reach the latter. The special blocks are
 * those of the IANA registries (RFC 6890).
 */
public final class PublicAddresses {
    private PublicAddresses() {}

    public static boolean contain(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes);
    }

    private static boolean isPublicV4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        boolean isShared = a == 100 && b >= 64 && b < 128; // carrier-grade NAT
        boolean isProtocols = a == 192 && b == 0 && (c == 0 || c == 2);
        boolean isRelay = a == 192 && b == 88 && c == 99;
        boolean isBenchmark = a == 198 && (b == 18 || b == 19);
        boolean isDocumentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
        return a != 0 && a < 240 && !isShared && !isProtocols && !isRelay && !isBenchmark && !isDocumentation;
    }

    /** Global unicast is 2000::/3, without what embeds an IPv4 address, and documentation. IPv4-mapped addresses are IPv4 in Java. */
    private static boolean isPublicV6(byte[] bytes) {
        int first = pair(bytes, 0);
        int second = pair(bytes, 2);
        boolean isGlobal = first >>> 13 == 1;
        boolean isSpecial = first == 0x2001 && (second < 0x200 || second == 0xdb8); // Teredo, ORCHID, documentation
        boolean isDocumentation = first >>> 4 == 0x3ff;
        return isGlobal && !isSpecial && first != 0x2002 && !isDocumentation; // 2002: 6to4
    }

    private static int pair(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
