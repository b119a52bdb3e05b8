package touchline.api.trading;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.request.BodyReader;
import touchline.api.route.Receipt;
import touchline.api.secret.Sha256;
import touchline.market.request.IdempotencyKey;
import touchline.market.request.Submission;

/** A trader's request as the market takes it: with the {@code Idempotency-Key} that it carries, and a deadline. */
final class Submissions {
    private Submissions() {}

    /**
     * The terms of a request.
     *
     * @param key a well-formed one; null for none
     * @param call what is called, and what it is called on: the same key for another call is refused
     */
    static Submission of(ContainerRequestContext request, Trader trader, @Nullable String key, String call) {
        return new Submission(
                key == null
                        ? null
                        : new IdempotencyKey(trader.id(), key, Sha256.hex(call + "\n" + BodyReader.canonical(request))),
                Receipt.deadline(request));
    }
}
