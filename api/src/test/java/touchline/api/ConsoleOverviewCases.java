package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.heading;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the first screen says of a market of which nothing is wrong. */
abstract class ConsoleOverviewCases {
    private static final String NOTHING = "{\"items\":[],\"nodes\":[],\"nextCursor\":null}";
    private static final String SCHEDULER = "{\"state\":\"ON\",\"paused\":%s,\"nodes\":1,\"threads\":1,\"running\":0}";
    private static final String PAUSE =
            "{\"everything\":true,\"by\":\"ann\",\"reason\":\"a test\",\"at\":\"2026-01-01T00:00:00Z\",\"until\":null}";

    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        setup().browser().unrouteAll();
        setup().browser().empty(ColorScheme.LIGHT, 1280);
        setup().reset();
    }

    @Test
    void notAllIsWellWhileTradingIsHaltedOrAllJobsArePaused() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        page.route("**/v1/ops/**", route -> answer(route, "null"));
        page.route("**/v1/status", route -> fulfil(route, status("")));
        setup().browser().go(page, "");
        assertThat(heading(page)).hasText("All is well");

        page.route("**/v1/ops/**", route -> answer(route, "null"));
        page.route(
                "**/v1/status",
                route -> fulfil(route, status("{\"scope\":\"market\",\"mode\":\"BUYING\",\"reason\":\"a test\"}")));
        assertThat(heading(page)).hasText("Trading is halted in part");

        page.route("**/v1/ops/**", route -> answer(route, PAUSE));
        page.route("**/v1/status", route -> fulfil(route, status("")));
        assertThat(heading(page)).hasText("Everything is paused");
    }

    @Test
    void aStoreThatIsAwayComesFirstAndEachServiceIsNamedOnce() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        page.route("**/v1/ops/**", route -> answer(route, "null"));
        page.route("**/v1/ops/services", route -> fulfil(route, "{\"items\":[" + failing("flusher") + "]}"));
        page.route(
                "**/v1/ops/alerts?**",
                route -> fulfil(
                        route,
                        "{\"items\":[" + alert(1, "service-failing", "flusher@n1", "no answer of Redis") + ","
                                + alert(2, "market-shut", "market", "redis unreachable") + "],\"nextCursor\":null}"));
        page.route("**/v1/status", route -> fulfil(route, status("")));
        setup().browser().go(page, "");
        Locator problems = page.locator(".problems li");
        assertThat(problems).hasCount(2);
        assertThat(problems.first()).containsText("redis unreachable");
        assertThat(problems.nth(1)).containsText("flusher fails, and runs nowhere");
        assertThat(problems.nth(1)).containsText("no answer of Redis");
    }

    @Test
    void pricesThatMovedAreInColumns() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        page.route("**/v1/fixtures**", route -> fulfil(route, "{\"items\":[" + match("") + "],\"nextCursor\":null}"));
        page.route("**/v1/fixtures/7", route -> fulfil(route, match("")));
        page.route(
                "**/v1/instruments?**",
                route -> fulfil(
                        route,
                        "{\"items\":[" + player(1, "Al", "1.00") + "," + player(2, "Bartholomew Longname", "-2.00")
                                + "],\"nextCursor\":null}"));
        setup().browser().go(page, "");
        Locator rows = page.locator(".story .movers li");
        assertThat(rows).hasCount(2);
        Locator prices = page.locator(".story .movers li .num:not(.r)");
        assertThat(prices.nth(0).boundingBox().x).isEqualTo(prices.nth(1).boundingBox().x);
        assertThat(barriers(page)).isEmpty();
    }

    @Test
    void aNameThatCouldNotBeReadIsReadAgain() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        String match = match(
                "{\"id\":\"1\",\"type\":14,\"amount\":null,\"minute\":9,\"playerId\":\"33\",\"relatedPlayerId\":null,"
                        + "\"applied\":true,\"rescinded\":false}");
        page.route("**/v1/fixtures**", route -> fulfil(route, "{\"items\":[" + match + "],\"nextCursor\":null}"));
        page.route("**/v1/fixtures/7", route -> fulfil(route, match));
        page.route("**/v1/instruments?**", route -> fulfil(route, NOTHING));
        page.route(
                "**/v1/instruments{/33,?ids=33&**}",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setBody("{\"type\":\"unavailable\",\"title\":\"A test\",\"status\":503}")));
        setup().browser().go(page, "");
        Locator event = page.locator(".story .events li");
        assertThat(event).containsText("#33");

        page.route(
                "**/v1/instruments?ids=33&**",
                route -> fulfil(route, "{\"items\":[" + player(33, "Cy", "0.00") + "],\"nextCursor\":null}"));
        page.route("**/v1/instruments/33", route -> fulfil(route, player(33, "Cy", "0.00")));
        assertThat(event).containsText("Cy");
    }

    private static void answer(Route route, String paused) {
        String address = route.request().url();
        if (address.contains("/session") || address.contains("/events")) {
            route.fallback();
        } else {
            fulfil(route, address.endsWith("/scheduler") ? SCHEDULER.formatted(paused) : NOTHING);
        }
    }

    private static void fulfil(Route route, String json) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(json));
    }

    private static String failing(String service) {
        return "{\"name\":\"" + service
                + "\",\"description\":\"a service\",\"activeOn\":[],\"nodes\":[{\"node\":\"n1\",\"state\":\"FAILING\","
                + "\"lagMs\":null,\"rate\":null,\"detail\":\"\",\"lastError\":null}]}";
    }

    private static String alert(int id, String rule, String subject, String summary) {
        return "{\"id\":\"" + id + "\",\"rule\":\"" + rule + "\",\"subject\":\"" + subject
                + "\",\"severity\":\"CRITICAL\",\"summary\":\"" + summary
                + "\",\"closedAt\":null,\"silencedUntil\":null}";
    }

    private static String status(String halt) {
        return "{\"trading\":\"open\",\"reason\":null,\"feedAgeMs\":1000,\"outboxLagMs\":0,\"books\":\"ok\",\"frozen\":[],\"halts\":["
                + halt + "]}";
    }

    private static String match(String events) {
        return "{\"id\":\"7\",\"name\":\"Anchor vs Bay\",\"kickOff\":\""
                + Instant.now().minusSeconds(600)
                + "\",\"state\":\"INPLAY_1ST_HALF\",\"phase\":\"LIVE\",\"home\":\"Anchor\",\"away\":\"Bay\",\"score\":\"0-0\","
                + "\"penalties\":null,\"minute\":10,\"settlement\":null,\"frozenBecause\":null,\"events\":["
                + events + "]}";
    }

    private static String player(int id, String name, String change) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + name
                + "\",\"team\":\"Anchor\",\"position\":\"Midfielder\",\"price\":\"100.0000\",\"basePrice\":\"100.0000\",\"frozen\":false,"
                + "\"frozenBecause\":null,\"halt\":null,\"delisted\":false,\"fixtureId\":\"7\",\"change24h\":\""
                + change
                + "\"}";
    }
}
