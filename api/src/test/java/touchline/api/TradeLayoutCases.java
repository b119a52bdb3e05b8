package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** What the trading page shows and where: nothing covers anything else, and nothing is offered that the market would refuse. */
abstract class TradeLayoutCases {
    private static final long PLAYER = 7_704_001;

    /** How far a box of a list reaches into the next one, at most. */
    private static final String OVERLAP = """
            ([boxes, low, high]) => {
                const places = [...document.querySelectorAll(boxes)].map(one => one.getBoundingClientRect()).filter(one => one.width > 1)
                    .sort((a, b) => a[low] - b[low]);
                return Math.max(-1000, ...places.slice(1).map((one, n) => places[n][high] - one[low]));
            }
            """;

    private final TradePageTest trade;

    TradeLayoutCases(TradePageTest trade) {
        this.trade = trade;
    }

    @Test
    void theTicketSaysWhatTheUserLacks() {
        open(ColorScheme.DARK, 390, "lacking", "?side=buy");
        Locator action = trade.page.locator(".ticket form button.wide");
        Locator hint = trade.page.locator(".ticket .hint.strong");
        trade.page.locator("#quantity").fill("150");
        assertThat(action).hasText("Not enough cash");
        assertThat(action).isDisabled();
        assertThat(hint).containsText("you have 10,000.00 in cash");
        trade.barriers();
        trade.page.locator("#quantity").fill("5");
        assertThat(action).hasText("Buy 5 shares");
        assertThat(action).isEnabled();
        side("Long");
        trade.page.locator("#quantity").fill("5000");
        assertThat(action).hasText("Not enough cash");
        trade.page.locator("#quantity").fill("5"); // first, as the ticket asks at once what a sale would bring
        side("Sell");
        assertThat(action).hasText("Not enough shares");
        assertThat(hint).hasText("You own no shares of this player.");
        assertThat(trade.complaints).isEmpty();
    }

    @Test
    void nothingIsBoughtAtTheQuoteOfAnotherQuantity() {
        open(ColorScheme.LIGHT, 390, "quick-buyer", "?side=buy");
        assertThat(trade.button("Buy 10 shares")).isEnabled();
        List<Route> held = new ArrayList<>();
        trade.page.route("**/quote?*quantity=20", held::add);
        trade.page.locator("#quantity").fill("20");
        // At once: the page gives a request up after some seconds.
        assertThat(trade.button("Buy 20 shares").isDisabled()).isTrue();
        assertThat(trade.page.locator(".ticket .sum").innerText()).doesNotContain("1,0");
        trade.page.unroute("**/quote?*quantity=20");
        held.forEach(Route::resume);
        trade.button("Buy 20 shares").click();
        assertThat(trade.page.locator(".side-column .position-row")).containsText("20 shares");
    }

    @Test
    void asManySharesAreOfferedForSaleAsTheUserHas() throws Exception {
        open(ColorScheme.LIGHT, 320, "seller-of-three", "?side=buy");
        trade.page.locator("#quantity").fill("3");
        trade.button("Buy 3 shares").click();
        assertThat(trade.page.locator(".side-column .position-row")).containsText("3 shares");
        trade.page.locator(".side-column .position-row").click();
        assertThat(trade.button("Sell 3 shares")).isEnabled();
        trade.page.reload();
        assertThat(trade.button("Sell 3 shares")).isEnabled();
        trade.page.locator("#quantity").fill("4");
        assertThat(trade.button("Not enough shares")).isDisabled();
        trade.barriers();
    }

    @Test
    void pricesOnTheChartDoNotCoverEachOther() {
        open(ColorScheme.LIGHT, 1280, "layout", "?side=long");
        trade.page.locator(".level-row.stop .switch").click();
        trade.page.getByLabel("Stop-loss, price").fill("99.98");
        trade.page.locator(".level-row.take .switch").click();
        trade.page.getByLabel("Target, price").fill("100.02");
        assertThat(trade.page.locator(".level-chip")).hasCount(3);
        assertThat(overlap(".level-chip, .now rect", "top", "bottom")).isNegative();
        assertThat(overlap(".level-words", "top", "bottom"))
                .isLessThan(4); // of letters, above and below which there is room
        assertThat(trade.complaints).isEmpty();
    }

    @Test
    void aLongNameFitsIntoTheHeaderOfASmallPhone() {
        open(ColorScheme.LIGHT, 320, "Maximiliana-Wolfeschlegelsteinhausen", "");
        assertThat(trade.page.locator(".me")).containsText("10,000.00");
        assertThat(overlap(".brand, .air, .top-end > .plain, .me b", "left", "right"))
                .isLessThanOrEqualTo(0);
        trade.barriers();
    }

    @Test
    void theChartOfAFirstMoveBeginsAtTheStartingPrice() {
        list(7_704_002, "First Mover", 200);
        trade.open(ColorScheme.LIGHT, 390, "first-mover", "/trade/players/7704002?side=buy");
        trade.page.locator("#quantity").fill("20");
        trade.button("Buy 20 shares").click();
        assertThat(trade.page.locator(".side-column .position-row")).containsText("20 shares");
        trade.page.reload();
        Locator chart = trade.page.locator(".chart svg");
        for (String span : List.of("1 d", "1 w", "1 h")) {
            trade.page
                    .getByText(span, new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(chart).hasAttribute("aria-label", "Price of First Mover. From 100.00 to 110.00.");
        }
        trade.go("/trade/players?q=First%20Mover");
        assertThat(trade.page.locator(".change")).containsText("10.00");
        assertThat(trade.page.locator(".spark.up")).isVisible();
        assertThat(trade.complaints).isEmpty();
    }

    @Test
    void theStateOfTheConnectionStaysInView() {
        open(ColorScheme.DARK, 390, "", "");
        assertThat(trade.page.locator(".air")).hasText("Live");
        trade.context.setOffline(true);
        Locator banner = trade.page.locator(".banner.bad");
        assertThat(banner).containsText("No connection.");
        trade.page.evaluate("scrollTo(0, document.body.scrollHeight)");
        assertThat(
                        (Boolean)
                                banner.evaluate(
                                        "one => scrollY > 100 && one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom < innerHeight"))
                .isTrue();
        trade.context.setOffline(false);
    }

    @Test
    void aMarketThatCanNotReadIsNotCalledRead() {
        trade.open(ColorScheme.LIGHT, 390, "", "/trade");
        assertThat(trade.page.locator(".air")).hasText("Live");
        answer("**/v1/stream", 503, "{\"type\":\"unavailable\",\"status\":503,\"reason\":\"store\"}");
        answer("**/v1/fixtures*", 503, "{\"type\":\"unavailable\",\"status\":503,\"reason\":\"store\"}");
        answer(
                "**/v1/status",
                200,
                "{\"trading\":\"closed\",\"reason\":\"store-unavailable\",\"feedAgeMs\":null,\"outboxLagMs\":null,"
                        + "\"books\":\"unknown\",\"frozen\":[],\"halts\":[]}");
        trade.page.evaluate("dispatchEvent(new Event('offline'))");
        trade.page.evaluate("dispatchEvent(new Event('online'))");
        assertThat(trade.page.locator(".banner.bad")).containsText("The market can’t answer.");
        assertThat(trade.page.locator(".banner.warn")).containsText("The market is closed.");
        assertThat(trade.page.locator(".banners")).not().containsText("every few seconds");
    }

    private void open(ColorScheme scheme, int width, String user, String query) {
        list(PLAYER, "Layout Player", 100_000);
        trade.open(scheme, width, user, "/trade/players/" + PLAYER + query);
        assertThat(trade.page.locator("h1")).hasText("Layout Player");
        assertThat(trade.page.locator(".chart svg")).isVisible();
    }

    private void list(long id, String name, long depth) {
        new Instruments(trade.shared.redis())
                .list(new Listing(
                        InstrumentId.of(id), name, 7_704, "Layout Team", "Midfielder", Price.of(1_000_000), depth));
    }

    private void side(String name) {
        trade.page.locator(".sides").getByText(name).click();
    }

    private void answer(String address, int status, String body) {
        trade.page.route(
                address,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(status)
                        .setContentType(status < 400 ? "application/json" : "application/problem+json")
                        .setBody(body)));
    }

    private double overlap(String boxes, String low, String high) {
        Page page = trade.page;
        return ((Number) page.evaluate(OVERLAP, List.of(boxes, low, high))).doubleValue();
    }
}
