package touchline.api.limit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import touchline.api.caller.Caller;

/** The limit of requests by address, for what Jersey does not serve. Thread-safe. */
public final class AddressLimit {
    private final @Nullable Limit requests;

    private AddressLimit(@Nullable Limit requests) {
        this.requests = requests;
    }

    static AddressLimit of(Limit requests) {
        return new AddressLimit(requests);
    }

    /** Allows everything. */
    public static AddressLimit none() {
        return new AddressLimit(null);
    }

    /** Charges a network one more request, and says whether it is allowed; for what is not an HTTP request. */
    public boolean take(String network) {
        return requests == null || requests.limiter().take(network).isAllowed();
    }

    /** Charges the caller of a request, and says whether it is allowed. Jersey does not charge it again, and refuses it if it is not allowed. */
    public boolean take(HttpServletRequest request) {
        return requests == null || requests.take(request, Caller.of(request).network());
    }

    /** Sets the headers that Jersey's responses have. */
    public void describe(HttpServletRequest request, HttpServletResponse response) {
        Limit.describe(request, response::setHeader);
    }
}
