package touchline.api.webhook.address;

import com.google.common.net.InetAddresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Checks the address of a webhook when it is registered. A name is checked again for each connection ({@link CheckedResolver}). */
public final class WebhookUrl {
    public static final int LONGEST = 500;

    private WebhookUrl() {}

    /**
     * Why an address is refused; empty if it is accepted.
     *
     * @param isPrivateAllowed whether {@code http}, and addresses that are not public, are accepted too
     */
    public static Optional<String> fault(String url, boolean isPrivateAllowed) {
        URI address;
        try {
            address = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("must be a URL");
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(isPrivateAllowed && scheme.equals("http"))) {
            return Optional.of("must begin with https://");
        }
        String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            return Optional.of("must have a host, and neither a user nor a fragment");
        }
        if (address.getPort() == 0 || address.getPort() > 65_535) {
            return Optional.of("must have a port from 1 to 65535");
        }
        if (isPrivateAllowed) {
            return Optional.empty();
        }
        boolean isPrivate = InetAddresses.isUriInetAddress(host)
                ? !PublicAddresses.contain(InetAddresses.forUriString(host))
                : host.equalsIgnoreCase("localhost") || !host.contains(".");
        return isPrivate ? Optional.of("must be a public address") : Optional.empty();
    }
}
