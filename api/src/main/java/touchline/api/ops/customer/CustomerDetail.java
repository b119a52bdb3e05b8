package touchline.api.ops.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.Limits;
import touchline.market.money.Money;
import touchline.market.portfolio.Portfolio;

/**
 * A customer with the wallet, and what the limits leave.
 *
 * @param wallet null where Redis has none
 * @param watchedUntil until when the positions were watched last; null where that isn't known
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("CustomerDetail")
record CustomerDetail(
        CustomerView customer,
        @Nullable WalletView wallet,
        UseView openPositions,
        UseView exposure,
        @Nullable Instant watchedUntil) {

    /** Money, and what everything together is worth. */
    @SchemaName("CustomerWallet")
    record WalletView(String cash, String held, String holdings, String unrealisedPnl, String equity) {
        static WalletView of(Portfolio portfolio) {
            return new WalletView(
                    portfolio.wallet().cash().toString(),
                    portfolio.wallet().held().toString(),
                    portfolio.holdings().toString(),
                    portfolio.unrealised().toString(),
                    portfolio.equity().toString());
        }
    }

    /**
     * A limit: a number, or coins.
     *
     * @param maximum null where it is unlimited
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("LimitUse")
    record UseView(@Nullable String maximum, String used) {
        static UseView ofPositions(Limits limits, int used) {
            return new UseView(
                    limits.openPositions() == 0 ? null : Integer.toString(limits.openPositions()),
                    Integer.toString(used));
        }

        static UseView ofExposure(Limits limits, Money used) {
            return new UseView(
                    limits.userExposure().tenThousandths() == 0
                            ? null
                            : limits.userExposure().toString(),
                    used.toString());
        }
    }
}
