package touchline.api.caller;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A block of IP addresses: those that share the first bits. */
final class IpNetwork {
    private final byte[] first;
    private final int bits;

    /** The block of an address, whose bits after the first {@code bits} don't matter. */
    IpNetwork(byte[] address, int bits) {
        this.first = masked(address, bits);
        this.bits = bits;
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        return other.length == first.length && Arrays.equals(masked(other, bits), first);
    }

    @Override
    public String toString() {
        try {
            return IpLiterals.canonical(InetAddress.getByAddress(first)) + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = new byte[address.length];
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            masked[bit / 8] |= (byte) (address[bit / 8] & mask);
        }
        return masked;
    }
}
