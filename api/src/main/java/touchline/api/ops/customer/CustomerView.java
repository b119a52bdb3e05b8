package touchline.api.ops.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.customer.Customer;
import touchline.market.wallet.UserKind;

/**
 * A customer.
 *
 * @param block null where the customer is not blocked
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Customer")
record CustomerView(
        String id,
        String name,
        UserKind kind,
        Instant since,
        @Nullable BlockView block) {

    /** By whom a customer was blocked, and why. */
    @SchemaName("CustomerBlock")
    record BlockView(String by, String reason, Instant at) {}

    static CustomerView of(Customer customer) {
        Customer.Block block = customer.block();
        return new CustomerView(
                customer.id().value(),
                customer.name(),
                customer.kind(),
                customer.since(),
                block == null ? null : new BlockView(block.by(), block.reason(), block.at()));
    }
}
