package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import touchline.market.matchfeed.MatchPhase;

/** The trading page beside trading: log-in, API keys and the status of the market. */
abstract class TradeAccountCases {
    private static final String GOOGLE = "https://accounts.google.com/o/oauth2/v2/auth";

    private final TradePageTest trade;

    TradeAccountCases(TradePageTest trade) {
        this.trade = trade;
    }

    /** OpenID Connect's redirect, with a page in place of Google's. */
    @Test
    void aUserLogsInWithGoogleAndComesBack() throws Exception {
        trade.open(ColorScheme.DARK, 390, "", "/trade/leaderboard");
        trade.context.route(GOOGLE + "*", this::chooseAccount);
        trade.page
                .getByText("Log in", new Page.GetByTextOptions().setExact(true))
                .click();
        trade.button("Continue with Google").click();
        trade.page.getByText("Ann of Google").click();
        assertThat(trade.page.locator(".me")).containsText("Ann of Google");
        assertThat(trade.page.locator("h1")).hasText("League");
        assertThat(trade.page.url()).endsWith("/trade/leaderboard");
        assertThat(String.valueOf(trade.page.evaluate("JSON.stringify(localStorage)")))
                .doesNotContain("eyJ");
        trade.page.reload();
        assertThat(trade.page.locator(".me")).containsText("10,000.00");
        trade.page.getByLabel("Log out").click();
        assertThat(trade.page.locator(".me")).hasCount(0);
        assertThat(String.valueOf(trade.page.evaluate("JSON.stringify(sessionStorage)")))
                .doesNotContain("eyJ");
    }

    @Test
    void anApiKeyIsMadeShownOnceAndRevoked() throws Exception {
        trade.open(ColorScheme.LIGHT, 390, "key-maker", "/trade/portfolio?tab=keys");
        Locator main = trade.page.getByRole(AriaRole.MAIN);
        assertThat(main).containsText("No keys yet");
        trade.page.getByLabel("Name").fill("my bot");
        trade.page.getByLabel("Scope").selectOption("TRADE");
        trade.barriers();
        trade.button("Make a key").click();
        Locator shown = trade.page.locator(".new-key");
        assertThat(shown).hasText(Pattern.compile("tlk_[0-9a-f]{16}_.{43}"));
        String key = shown.innerText();
        assertThat(main).containsText("Read and trade");
        assertThat(trade.shared
                        .node()
                        .client()
                        .call("GET", "/v1/me", null, "Authorization", "Bearer " + key)
                        .status())
                .isEqualTo(200);

        trade.page.reload();
        assertThat(main).containsText("my bot");
        assertThat(main).not().containsText(key);
        trade.button("Revoke my bot").click();
        assertThat(main).containsText("revoked");
        assertThat(trade.shared
                        .node()
                        .client()
                        .call("GET", "/v1/me", null, "Authorization", "Bearer " + key)
                        .status())
                .isEqualTo(401);
        trade.barriers();
        assertThat(trade.complaints).isEmpty();
    }

    @Test
    void theStatusIsPublicAndHasTheTradingHours() {
        PlayedMatch match = PlayedMatch.begin(trade.shared, 7703, "Home of status", "Away of status");
        trade.open(ColorScheme.DARK, 390, "", "/status");
        assertThat(trade.page.locator("h1")).hasText("Status");
        assertThat(trade.page.url()).endsWith("/trade/status");
        assertThat(trade.page.locator(".market-word")).hasText("The market is open");
        Locator hours = trade.page.locator(".line-row", new Page.LocatorOptions().setHasText(match.name()));
        assertThat(hours).containsText("in play");
        trade.barriers();
        match.show(MatchPhase.FINISHED, 90, 0, List.of());
        trade.page.reload();
        assertThat(hours).containsText("closed, being settled");
        match.settle();
        trade.page.reload();
        assertThat(hours).containsText("settled, open");
        assertThat(trade.complaints).isEmpty();
    }

    private void chooseAccount(Route route) {
        String address = route.request().url();
        try {
            String back = parameter(address, "redirect_uri") + "#state=" + parameter(address, "state") + "&id_token="
                    + trade.shared.signIn().idToken("10421", "Ann of Google", parameter(address, "nonce"));
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody("<a href=\"" + back + "\">Ann of Google</a>"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String parameter(String address, String name) {
        Matcher value = Pattern.compile("[?&]" + name + "=([^&]*)")
                .matcher(URI.create(address).toString());
        assertThat(value.find()).as(name + " in " + address).isTrue();
        return URLDecoder.decode(value.group(1), StandardCharsets.UTF_8);
    }
}
