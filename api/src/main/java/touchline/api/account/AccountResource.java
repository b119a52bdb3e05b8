package touchline.api.account;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.Trader;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.market.portfolio.Portfolio;
import touchline.market.portfolio.Portfolios;
import touchline.market.wallet.LedgerFilter;
import touchline.market.wallet.LedgerQuery;

/** The account, wallet, ledger and portfolio of the authenticated user. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {
    private static final int LONGEST_KINDS = 300;

    private final Portfolios portfolios;
    private final LedgerQuery ledger;

    public AccountResource(Portfolios portfolios, LedgerQuery ledger) {
        this.portfolios = portfolios;
        this.ledger = ledger;
    }

    @SchemaName("Profile")
    record Me(String id, String name) {}

    /** Money, and what everything together is worth: {@code equity} counts shares at what their sale would bring, after the fee. */
    @SchemaName("Wallet")
    record WalletView(String cash, String held, String equity) {}

    /** The user's equity and what it consists of. */
    @SchemaName("Portfolio")
    record PortfolioView(String cash, String held, String holdings, String unrealisedPnl, String equity) {}

    @GET
    @Path("me")
    public Me me(@Auth Trader trader) {
        return new Me(trader.id().value(), trader.name());
    }

    @GET
    @Path("wallet")
    public WalletView wallet(@Auth Trader trader) {
        Portfolio portfolio = find(trader);
        return new WalletView(
                portfolio.wallet().cash().toString(),
                portfolio.wallet().held().toString(),
                portfolio.equity().toString());
    }

    @GET
    @Path("portfolio")
    public PortfolioView portfolio(@Auth Trader trader) {
        Portfolio portfolio = find(trader);
        return new PortfolioView(
                portfolio.wallet().cash().toString(),
                portfolio.wallet().held().toString(),
                portfolio.holdings().toString(),
                portfolio.unrealised().toString(),
                portfolio.equity().toString());
    }

    @GET
    @Path("wallet/ledger")
    @QueryParameter(value = "kind", what = "some of the kinds of entries, comma separated; all where it is left out")
    @QueryParameter(value = "from", what = "a time; from the first on where it is left out")
    @QueryParameter(value = "to", what = "a time, included; up to the last where it is left out")
    public Page<LedgerLineView> ledger(
            @Auth Trader trader,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Set<String> kinds = query.optional(
                "kind",
                LONGEST_KINDS,
                AccountResource::kinds,
                "must be some of " + LedgerFilter.KINDS + ", comma separated");
        LedgerFilter filter = new LedgerFilter(query.from(), query.to(), kinds == null ? Set.of() : kinds);
        query.check();
        return LedgerLineView.page(ledger, trader.id(), filter, cursor, limit);
    }

    private static Set<String> kinds(String list) {
        Set<String> kinds = new LinkedHashSet<>(List.of(list.split(",", -1)));
        if (!LedgerFilter.KINDS.containsAll(kinds)) {
            throw new IllegalArgumentException(list);
        }
        return kinds;
    }

    private Portfolio find(Trader trader) {
        return portfolios.of(trader.id()).orElseThrow(() -> new ProblemException(Problems.notFound()));
    }
}
