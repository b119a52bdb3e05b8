package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchPhase;

/** The trading page in a browser, during a match. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
        value = "touchline.api.Chromium#isThere",
        disabledReason = "no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
@SuppressWarnings("NullAway.Init")
class TradePageTest {
    final List<String> complaints = new ArrayList<>();
    SharedNode shared;
    BrowserContext context;
    Page page;

    @BeforeAll
    void start(SharedNode node) {
        shared = node;
    }

    @AfterEach
    void close() {
        context.close();
        complaints.clear();
    }

    /**
     * Shares bought, a request cancelled in the delay, a limit that a card fills, an order that it prevents, a partial close, a stop-loss that a red card reaches, and the
     * settlement.
     */
    @ParameterizedTest
    @CsvSource({"7701, DARK, 390", "7702, LIGHT, 1440"})
    void aMatchIsTraded(long id, ColorScheme scheme, int width) {
        PlayedMatch match = PlayedMatch.begin(shared, id, "Home " + width, "Away " + width);
        List<MatchEvent> events = new ArrayList<>();
        open(scheme, width, "trader-" + id, "/trade");
        page.getByLabel(match.name()).first().click();
        assertThat(page.locator(".board.big .score")).containsText("0:0");
        page.locator(".player-row", new Page.LocatorOptions().setHasText("Attacker of Home"))
                .click();
        assertThat(page.locator("h1")).hasText("Attacker of Home " + width);

        press("Buy 10 shares");
        assertThat(page.locator(".waiting-bar")).containsText("Buy 10");
        ripen();
        assertThat(page.locator("#toasts")).containsText("Bought 10 at");
        assertThat(page.locator(".side-column .position-row")).containsText("10 shares");

        aRequestIsCancelledWhileItWaits();
        aLimitRestsAndIsChangedAndCancelled();

        side("Sell");
        press("Sell 10 shares");
        assertThat(page.locator(".waiting-bar")).containsText("Sell 10");
        events.add(match.event(1, EventKind.YELLOW_CARD, 20));
        match.show(MatchPhase.LIVE, 20, 0, events);
        ripen();
        assertThat(page.locator("#toasts")).containsText("Not executed: Sell 10");
        assertThat(page.locator("#toasts")).containsText("Something happened in the match");
        assertThat(page.locator(".side-column .position-row")).containsText("20 shares"); // the card fills the limit

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
        page.getByLabel("Stop-loss, price").fill("97");
        assertThat(page.locator(".ticket .sum")).containsText("You can lose at most");
        barriers();
        press("Go long, 10 shares");
        assertThat(page.locator(".waiting-bar")).containsText("Long 10");
        ripen();
        assertThat(page.locator("#toasts")).containsText("Position open");
        page.locator(".side-column .position-row", new Page.LocatorOptions().setHasText("Long"))
                .click();
        assertThat(page.locator(".manage")).containsText("coins if closed now");
        page.getByLabel("Stop-loss, price").fill("97.5");
        press("Save levels");
        assertThat(page.locator("#toasts")).containsText("Levels saved");

        aPartIsClosedAndTheStopTrails();

        events.add(match.event(2, EventKind.RED_CARD, 30));
        match.show(MatchPhase.LIVE, 30, 1, events);
        assertThat(page.locator(".side-column")).containsText("This position is closed");
        assertThat(page.locator(".strip")).containsText("1 : 0");
        go("/trade/portfolio?tab=closed");
        assertThat(page.locator(".line-row").last()).containsText("Stop-loss reached");
        barriers();

        match.show(MatchPhase.FINISHED, 90, 1, events);
        go("/trade/players/" + match.playerId());
        assertThat(page.locator(".notice")).containsText("The match is over");
        match.settle();
        assertThat(page.locator(".notice")).hasCount(0);
        go("/trade/portfolio");
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("You own no shares");
        button("Ledger").click();
        assertThat(page.locator(".line-row").first()).containsText("Shares sold at full time");
        barriers();
        assertThat(complaints).isEmpty();
    }

    private void aRequestIsCancelledWhileItWaits() {
        press("Buy 10 shares");
        assertThat(page.locator(".waiting-bar")).containsText("Buy 10");
        barriers();
        page.getByLabel("Cancel Buy 10", new Page.GetByLabelOptions().setExact(false))
                .click();
        assertThat(page.locator("#toasts")).containsText("Cancelled: Buy 10");
        assertThat(page.locator(".waiting-bar")).hasCount(0);
    }

    private void aLimitRestsAndIsChangedAndCancelled() {
        button("Limit").click();
        page.getByLabel("At or below").fill("60");
        assertThat(page.locator(".ticket .sum")).containsText("606.00");
        barriers();
        press("Buy 10 shares at 60.00");
        ripenUntil(page.locator("#toasts"), "Order waits for its price");
        Locator resting = page.locator(".resting-card");
        assertThat(resting).containsText("limit 60.00");
        resting.getByText("Change").click();
        page.locator(".resting-edit").getByLabel("Limit").fill("61");
        barriers();
        press("Save");
        ripenUntil(resting, "limit 61.00");
        resting.getByText("Cancel", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("#toasts")).containsText("Order cancelled");
        assertThat(resting).hasCount(0);

        button("Limit").click();
        page.getByLabel("At or below").fill("99.5");
        press("Buy 10 shares at 99.50");
        ripenUntil(resting, "limit 99.50");
    }

    private void aPartIsClosedAndTheStopTrails() {
        page.locator(".manage").getByText("Trailing").click();
        page.getByLabel("Trailing stop, distance").fill("30");
        press("Save levels");
        assertThat(page.getByLabel("Trailing stop, distance")).hasValue("30.00");
        page.getByLabel("Shares to close").fill("4");
        barriers();
        page.getByText(Pattern.compile("^Close 4 at about")).click();
        ripenUntil(page.locator("#toasts"), "Part closed");
        assertThat(page.locator(".manage")).containsText("Long 6");
        go("/trade/portfolio");
        assertThat(page.locator(".position-row").first()).containsText("trails by 30.00, now at ");
        page.goBack();
    }

    /** Makes requests due until an element shows what came of one. */
    private void ripenUntil(Locator shown, String words) {
        await().atMost(ConsoleBrowser.SOON).pollDelay(Duration.ZERO).until(() -> {
            ripen();
            return String.join(" ", shown.allTextContents()).contains(words);
        });
    }

    @Test
    void itSaysThatTheConnectionIsGoneAndComesBack() {
        open(ColorScheme.LIGHT, 768, "", "/trade");
        assertThat(page.locator(".air")).hasText("Live");
        context.setOffline(true);
        assertThat(page.locator(".banner.bad")).containsText("No connection.");
        barriers();
        context.setOffline(false);
        assertThat(page.locator(".air")).hasText("Live");
        assertThat(page.locator(".banner")).hasCount(0);
    }

    void open(ColorScheme scheme, int width, String user, String path) {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) ConsoleBrowser.SOON.toMillis());
        context = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(width, 900));
        context.setDefaultTimeout((double) ConsoleBrowser.SOON.toMillis());
        if (!user.isEmpty()) {
            context.addInitScript("sessionStorage.setItem('touchline-session', JSON.stringify({token: '"
                    + TestNode.token(user) + "', user: {id: '" + user + "', name: '" + user
                    + "'}, expiresAt: Date.now() + 3_600_000}))");
        }
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(at(path));
    }

    String at(String path) {
        return "http://127.0.0.1:" + shared.node().port() + path;
    }

    /** Goes to another place without loading the page again. */
    void go(String path) {
        page.evaluate("""
                address => {
                    history.pushState(null, '', address);
                    dispatchEvent(new PopStateEvent('popstate'));
                }
                """, path);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void side(String name) {
        page.locator(".sides").getByText(name).click();
    }

    private void press(String name) {
        button(name).click();
    }

    /** Makes all requests due that wait. */
    private void ripen() {
        String due = Long.toString(System.currentTimeMillis() - 1);
        for (String queue : List.of("waiting", "waiting:orders")) {
            for (String id : shared.redis().zrange(queue, 0, -1)) {
                shared.redis().hset("request:" + id, "execute_at", due);
                shared.redis().zadd(queue, Double.parseDouble(due), id);
            }
        }
    }

    void barriers() {
        assertThat(ConsoleBrowser.barriers(page)).isEmpty();
        assertThat(ConsoleBrowser.overflows(page)).isFalse();
    }

    @Nested
    class Account extends TradeAccountCases {
        Account() {
            super(TradePageTest.this);
        }
    }
}
