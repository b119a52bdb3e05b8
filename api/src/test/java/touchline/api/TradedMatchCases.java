package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchPhase;
import touchline.stores.junit.FaultProxy;

/** A whole match, traded on the page. The node that serves it is killed in the middle, and another one takes its place at the same address. */
abstract class TradedMatchCases {
    private final TradePageTest trade;
    private final List<MatchEvent> events = new ArrayList<>();
    private PlayedMatch match;
    private Page page;

    @SuppressWarnings("NullAway.Init")
    TradedMatchCases(TradePageTest trade) {
        this.trade = trade;
    }

    /** Prices: 100 at kick-off, 99.2 after the yellow card, 104.2 after the goal, 99.2 after the red card. Demand moves them by less than 0.1. */
    @ParameterizedTest
    @CsvSource({"7701, DARK, 390", "7702, LIGHT, 1440"})
    void aMatchIsTradedThoughANodeIsKilled(long id, ColorScheme scheme, int width) throws Exception {
        String trader = "trader-" + id;
        match = PlayedMatch.begin(trade.shared, id, "Home " + width, "Away " + width);
        try (KilledNode killed = trade.shared.startKilledNode();
                FaultProxy address = FaultProxy.to("127.0.0.1", killed.port())) {
            trade.open(address.port(), scheme, width, trader, "/trade");
            page = trade.page;
            page.getByLabel(match.name()).first().click();
            assertThat(page.locator(".board.big .score")).containsText("0:0");
            page.locator(".player-row", new Page.LocatorOptions().setHasText("Attacker of Home"))
                    .click();
            assertThat(page.locator("h1")).hasText("Attacker of Home " + width);

            sharesAreBought();
            aRequestIsCancelledInTheDelay();
            anEventPreventsAnOrder();
            aLimitIsChangedAndCancelledAndAnotherRests();
            aPositionWithAStopLossIsClosedInPart();
            aPositionWithATrailingStopIsOpened();

            killed.kill();
            thePageSaysThatItHasNoConnection();
            happens(EventKind.GOAL, 1);
            await().atMost(ConsoleBrowser.SOON).until(() -> isSold(trader));
            address.forwardTo(trade.shared.node().port());
            thePageContinuesAtTheOtherNode();

            theStopLossIsRaised();
            happens(EventKind.RED_CARD, 1);
            bothStopsAct();
            theMatchIsSettled();
            assertThat(trade.complaints).isEmpty();
        }
    }

    private void sharesAreBought() {
        amount(20);
        press("Buy 20 shares");
        assertThat(page.locator(".waiting-bar")).containsText("Buy 20");
        ripenUntilSaid("Bought 20 at");
        assertThat(page.locator(".side-column .position-row")).containsText("20 shares");
    }

    private void aRequestIsCancelledInTheDelay() {
        press("Buy 20 shares");
        assertThat(page.locator(".waiting-bar")).containsText("Buy 20");
        trade.barriers();
        page.getByLabel("Cancel Buy 20", new Page.GetByLabelOptions().setExact(false))
                .click();
        awaitSaid("Cancelled: Buy 20");
        assertThat(page.locator(".waiting-bar")).hasCount(0);
    }

    private void anEventPreventsAnOrder() {
        side("Sell");
        amount(10);
        press("Sell 10 shares");
        assertThat(page.locator(".waiting-bar")).containsText("Sell 10");
        happens(EventKind.YELLOW_CARD, 0);
        ripenUntilSaid("Not executed: Sell 10");
        awaitSaid("Something happened in the match");
        assertThat(page.locator(".side-column .position-row")).containsText("20 shares");
    }

    private void aLimitIsChangedAndCancelledAndAnotherRests() {
        side("Buy");
        atLimit("At or below", "60");
        assertThat(page.locator(".ticket .sum")).containsText("606.00");
        trade.barriers();
        press("Buy 10 shares at 60.00");
        Locator resting = page.locator(".resting-card");
        ripenUntil(resting, "limit 60.00");
        resting.getByText("Change").click();
        page.locator(".resting-edit").getByLabel("Limit").fill("61");
        trade.barriers();
        press("Save");
        ripenUntil(resting, "limit 61.00");
        resting.getByText("Cancel", new Locator.GetByTextOptions().setExact(true))
                .click();
        awaitSaid("Order cancelled");
        assertThat(resting).hasCount(0);

        side("Sell");
        atLimit("At or above", "103");
        press("Sell 10 shares at 103.00");
        ripenUntil(resting, "limit 103.00");
    }

    private void aPositionWithAStopLossIsClosedInPart() {
        side("Long");
        page.getByText("Stop-loss", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        Locator level = page.locator(".level.stop");
        assertThat(level).hasAttribute("aria-label", "Stop-loss");
        String proposed = level.getAttribute("aria-valuenow");
        level.press("PageUp");
        assertThat(level).not().hasAttribute("aria-valuenow", proposed);
        assertThat(page.getByLabel("Stop-loss, price")).hasValue(String.valueOf(level.getAttribute("aria-valuenow")));
        page.getByLabel("Stop-loss, price").fill("95");
        assertThat(page.locator(".ticket .sum")).containsText("You can lose at most");
        trade.barriers();
        press("Go long, 10 shares");
        ripenUntilSaid("Position open");

        longOf(10).click();
        assertThat(page.locator(".manage")).containsText("coins if closed now");
        page.getByText(Pattern.compile("^Close at about")).click();
        page.getByLabel("Cancel Close position").click();
        awaitSaid("Cancelled: Close position");
        page.getByLabel("Shares to close").fill("4");
        trade.barriers();
        page.getByText(Pattern.compile("^Close 4 at about")).click();
        ripenUntilSaid("Part closed");
        assertThat(page.locator(".manage")).containsText("Long 6");
        page.getByLabel("Leave this position").click();
    }

    /** At 95.2 it does not act until it has followed the price. */
    private void aPositionWithATrailingStopIsOpened() {
        side("Long");
        amount(5);
        page.locator(".ticket").getByText("Trailing").click();
        page.getByLabel("Trailing stop, distance").fill("4");
        press("Go long, 5 shares");
        ripenUntil(page.locator(".side-column"), "trails by 4.00, now at 95.");
    }

    private void thePageSaysThatItHasNoConnection() {
        assertThat(page.locator(".banner.bad")).containsText("No connection.");
        assertThat(page.locator(".air")).hasText("Offline");
        assertThat(page.locator(".ticket .wide.main")).isDisabled();
        trade.barriers();
    }

    private boolean isSold(String trader) throws Exception {
        return trade.shared
                        .node()
                        .client()
                        .as(trader, "GET", "/v1/orders?side=SELL&state=FILLED", null)
                        .body()
                        .get("items")
                        .size()
                == 1;
    }

    private void thePageContinuesAtTheOtherNode() {
        assertThat(page.locator(".air")).hasText("Live");
        assertThat(page.locator(".banner")).hasCount(0);
        assertThat(trade.complaints).allMatch(complaint -> complaint.contains("net::ERR_"));
        trade.complaints.clear();
        awaitSaid("Sold 10 at 104.");
        assertThat(page.locator(".resting-card")).hasCount(0);
        assertThat(page.locator(".strip")).containsText("1 : 0");
        assertThat(page.locator(".side-column")).containsText("10 shares");
        assertThat(page.locator(".side-column")).containsText("trails by 4.00, now at 100.");
    }

    private void theStopLossIsRaised() {
        longOf(6).click();
        page.getByLabel("Stop-loss, price").fill("100");
        press("Save levels");
        awaitSaid("Levels saved");
    }

    private void bothStopsAct() {
        assertThat(page.locator(".side-column")).containsText("This position is closed");
        awaitSaid("Stop-loss reached at 99.");
        awaitSaid("Trailing stop reached at 99.");
        trade.go("/trade/portfolio?tab=closed");
        Locator closed = page.getByRole(AriaRole.MAIN);
        assertThat(closed).containsText("Stop-loss reached");
        assertThat(closed).containsText("Trailing stop reached");
        assertThat(closed).containsText("Closed by you");
        trade.barriers();
    }

    private void theMatchIsSettled() {
        match.show(MatchPhase.FINISHED, 90, 1, events);
        trade.go("/trade/players/" + match.playerId());
        assertThat(page.locator(".notice")).containsText("The match is over");
        match.settle();
        assertThat(page.locator(".notice")).hasCount(0);
        trade.go("/trade/portfolio");
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("You own no shares");
        trade.button("Ledger").click();
        assertThat(page.locator(".line-row").first()).containsText("Shares sold at full time");
        trade.barriers();
    }

    private void happens(EventKind kind, int goals) {
        int minute = 10 * (events.size() + 1);
        events.add(match.event(events.size() + 1L, kind, minute));
        match.show(MatchPhase.LIVE, minute, goals, List.copyOf(events));
    }

    /** Waits for a message. It may be gone from the screen again. */
    private void awaitSaid(String words) {
        await().atMost(ConsoleBrowser.SOON)
                .untilAsserted(() -> assertThat(said()).contains(words));
    }

    private boolean isSaid(String words) {
        return said().contains(words);
    }

    private String said() {
        return String.valueOf(page.evaluate("said.join('\\n')"));
    }

    private Locator longOf(int shares) {
        return page.locator(
                ".side-column .position-row",
                new Page.LocatorOptions()
                        .setHas(page.locator(
                                ".soft",
                                new Page.LocatorOptions().setHasText(Pattern.compile("^" + shares + " at ")))));
    }

    private void side(String name) {
        page.locator(".sides").getByText(name).click();
    }

    private void amount(int shares) {
        page.locator("#quantity").fill(Integer.toString(shares));
    }

    private void atLimit(String label, String price) {
        trade.button("Limit").click();
        page.getByLabel(label).fill(price);
    }

    private void press(String name) {
        trade.button(name).click();
    }

    private void ripenUntilSaid(String words) {
        await().atMost(ConsoleBrowser.SOON).pollDelay(Duration.ZERO).until(() -> {
            ripen();
            return isSaid(words);
        });
    }

    /** Makes requests due until an element shows what came of one. */
    private void ripenUntil(Locator shown, String words) {
        await().atMost(ConsoleBrowser.SOON).pollDelay(Duration.ZERO).until(() -> {
            ripen();
            return String.join(" ", shown.allTextContents()).contains(words);
        });
    }

    /** Makes all requests due that wait. */
    private void ripen() {
        String due = Long.toString(System.currentTimeMillis() - 1);
        for (String queue : List.of("waiting", "waiting:orders")) {
            for (String id : trade.shared.redis().zrange(queue, 0, -1)) {
                trade.shared.redis().hset("request:" + id, "execute_at", due);
                trade.shared.redis().zadd(queue, Double.parseDouble(due), id);
            }
        }
    }
}
