package touchline.api.webhook.address;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/** Resolves a host for one connection and leaves out addresses that are not public, so that a name can't change between the check and the connection. */
public final class CheckedResolver implements SocketAddressResolver {
    private final SocketAddressResolver resolver;

    public CheckedResolver(SocketAddressResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        resolver.resolve(host, port, context, new Promise<>() {
            @Override
            public void succeeded(List<InetSocketAddress> found) {
                List<InetSocketAddress> allowed = found.stream()
                        .filter(one -> !one.isUnresolved() && PublicAddresses.contain(one.getAddress()))
                        .toList();
                if (allowed.isEmpty()) {
                    promise.failed(new PrivateAddressException());
                } else {
                    promise.succeeded(allowed);
                }
            }

            @Override
            public void failed(Throwable failure) {
                promise.failed(failure);
            }
        });
    }

    /** The host has no public address. */
    public static final class PrivateAddressException extends UnknownHostException {
        PrivateAddressException() {
            super("the host has no public address");
        }
    }
}
