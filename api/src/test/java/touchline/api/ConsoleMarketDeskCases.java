package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.ConsoleBrowser.SOON;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.because;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.click;
import static touchline.api.ConsoleBrowser.dialog;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.overflows;
import static touchline.api.ConsoleBrowser.region;
import static touchline.api.ConsoleBrowser.submit;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** What the house could lose, and a customer: from the picture of the risk to a block and an adjustment. */
abstract class ConsoleMarketDeskCases {
    /** A chart has at most 400 steps from its end to its beginning. */
    private static final int STEPS = 420;

    abstract ConsoleSetup setup();

    @BeforeEach
    void trade() throws Exception {
        try (RedisClient redis = RedisClient.create(setup().redisUrl())) {
            list(redis, 501, "Ada Quick");
            list(redis, 502, "Bea Slow");
            if (redis.hget("holding:carla", "501") == null) { // the coins last for one test, unless it gives them back
                trade(501, 40);
                trade(502, 20);
                setup().trade(
                                "carla",
                                "/v1/positions",
                                "{\"instrumentId\":\"501\",\"direction\":\"SHORT\",\"quantity\":30,\"leverage\":5}");
            }
        }
        await().atMost(SOON).until(() -> setup().count("SELECT count(*) FROM cfd_positions") > 0);
    }

    private void trade(int player, int quantity) {
        setup().trade(
                        "carla",
                        "/v1/orders",
                        "{\"instrumentId\":\"%d\",\"side\":\"BUY\",\"quantity\":%d}".formatted(player, quantity));
    }

    @AfterEach
    void reset() {
        setup().execute("""
                UPDATE market_halts SET lifted_at = now(), lifted_by = 'a test', version = nextval('market_halt_versions')
                WHERE lifted_at IS NULL
                """);
        setup().execute("DELETE FROM fixtures WHERE id = 9200");
        setup().execute("DELETE FROM corrections");
        try (RedisClient redis = RedisClient.create(setup().redisUrl())) {
            redis.del("instruments:fixture:9200");
            redis.hdel("instrument:501", "fixture", "match_base_price");
        }
        setup().reset();
    }

    @Test
    void theRiskLeadsToItsBiggestHolderWhoIsBlockedAndAdjusted() {
        Page page = setup().browser().loggedIn("admin", "/exposure");
        Locator risks = page.locator(".risks li");
        assertThat(risks.first()).containsText("Ada Quick");
        Locator rows = page.locator("#exposure-rows tr");
        assertThat(rows.first()).containsText("Ada Quick");
        region(page, "Players").getByText("Short").click();
        assertThat(page.locator("th[aria-sort]")).containsText("Short");
        page.locator("main input[type=search]").fill("slow");
        assertThat(rows).hasCount(1);
        assertThat(rows.first()).containsText("Bea Slow");
        assertThat(barriers(page)).isEmpty();

        risks.first().locator("a").click();
        assertThat(heading(page)).hasText("Ada Quick");
        assertThat(region(page, "Price").locator("svg")).isVisible();
        assertThat(earlierReading(page, "bought 40")).contains("bought 40");
        assertThat(barriers(page)).isEmpty();
        region(page, "Biggest holders").locator("a").first().click();
        assertThat(heading(page)).hasText("carla");
        assertThat(page.locator(".waiting")).hasCount(0);
        assertThat(barriers(page)).isEmpty();
        click(page, "Block");
        because(page, "pushes prices", "Block");
        assertThat(button(page, "Unblock")).isVisible();
        assertThat(page.locator("main .note.warn")).containsText("pushes prices");
        page.locator(".chip").getByText("Ledger").click();
        assertThat(region(page, "Records")).containsText("spot buy");

        click(page, "Adjust cash");
        dialog(page).getByLabel("Coins").fill("12.50");
        because(page, "goodwill", "Request");
        assertThat(region(page, "Adjustments").first()).containsText("goodwill");
        assertThat(barriers(page)).isEmpty();
        assertFits(page);
        setup().browser().go(page, "/customers");
        assertThat(region(page, "To approve")).containsText("carla");
        assertThat(button(page, "Approve adjustment 1")).hasCount(0); // one's own
        assertThat(barriers(page)).isEmpty();
        assertFits(page);

        page.keyboard().press("Control+k");
        page.keyboard().type("carla");
        assertThat(page.locator("#found [role=option]").first()).containsText("customer");
        page.keyboard().press("Enter");
        assertThat(heading(page)).hasText("carla");
        page.keyboard().press("Control+k");
        page.keyboard().type("ada qu");
        assertThat(page.locator("#found").getByRole(AriaRole.OPTION)).containsText(new String[] {"Ada Quick"});
        page.keyboard().press("Escape");
    }

    @Test
    void surveillanceShowsManyAccountsAtOneAddress() {
        setup().execute("INSERT INTO customer_log_ins (user_id, address, expires_at)"
                + " SELECT 'carla-' || n, '192.0.2.7', now() FROM generate_series(1, 3) AS n");
        Page page = setup().browser().loggedIn("viewer", "/surveillance", ColorScheme.DARK, 390);
        Locator found = region(page, "One address, many accounts");
        assertThat(found).containsText("carla-1");
        found.locator("summary").click();
        assertThat(found).containsText("3 accounts from 192.0.2.7");
        assertThat(barriers(page)).isEmpty();
        assertThat(overflows(page)).isFalse();
    }

    @Test
    void aPriceIsCorrectedWithTheApprovalOfAnotherOperator() {
        Page page = setup().browser().loggedIn("operator", "/exposure/501");
        click(page, "Set price");
        dialog(page).getByLabel("Price").fill("200");
        submit(dialog(page), "Preview");
        assertThat(dialog(page)).containsText("carla");
        assertThat(dialog(page)).containsText("Another operator has to approve it");
        assertThat(dialog(page))
                .containsText("Used of what you may correct alone within 24 hours: 0.00 of 100.00 coins");
        assertThat(barriers(page)).isEmpty();
        because(page, "the feed was wrong", "Correct");
        assertThat(page.locator("#toasts")).containsText("waits for another operator");
        setup().browser().go(page, "/corrections");
        assertThat(region(page, "To approve")).containsText("the feed was wrong");
        assertThat(page.getByText("Withdraw")).isVisible(); // one's own
        assertThat(barriers(page)).isEmpty();
        assertFits(page);

        page = setup().browser().loggedIn("admin", "/corrections", ColorScheme.DARK, 390);
        region(page, "To approve").getByText("Approve").last().click();
        assertThat(dialog(page)).containsText("Ada Quick");
        assertThat(barriers(page)).isEmpty();
        because(page, "the feed was wrong", "Approve");
        assertThat(region(page, "Decided")).containsText("done");
        assertThat(region(page, "To approve")).hasCount(0);
        assertThat(barriers(page)).isEmpty();
        assertThat(overflows(page)).isFalse();

        setup().browser().go(page, "/customers/carla?show=orders");
        page.getByText("Cancel").first().click();
        assertThat(dialog(page)).containsText("House");
        assertThat(barriers(page)).isEmpty();
        page.keyboard().press("Escape");

        page = setup().browser().loggedIn("viewer", "/corrections");
        assertThat(region(page, "Decided")).containsText("the feed was wrong");
        assertThat(page.locator(".head .commands button")).hasCount(0);
    }

    @Test
    void aMatchIsVoidedByHandWithTheApprovalOfAnotherOperator() {
        setup().execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, polled_at)
                VALUES (9200, 1, 'Dead Feed v Old Town', now() - interval '1 hour', 2, 'INPLAY_1ST_HALF', 'LIVE', true, now())
                """);
        try (RedisClient redis = RedisClient.create(setup().redisUrl())) {
            redis.sadd("instruments:fixture:9200", "501");
            redis.hset("instrument:501", Map.of("fixture", "9200", "match_base_price", "500000"));
        }
        Page page = setup().browser().loggedIn("operator", "/settlements/9200");
        click(page, "Settle Dead Feed v Old Town by hand");
        submit(dialog(page), "Preview");
        assertThat(dialog(page)).containsText("Only an admin can request to settle it all the same.");
        submit(dialog(page), "Done");

        page = setup().browser().loggedIn("admin", "/settlements/9200", ColorScheme.DARK, 390);
        click(page, "Settle Dead Feed v Old Town by hand");
        dialog(page).getByLabel("How").selectOption("VOID");
        submit(dialog(page), "Preview");
        assertThat(dialog(page)).containsText("it is not over");
        assertThat(dialog(page)).containsText("carla");
        assertThat(dialog(page)).containsText("Another operator has to approve it");
        assertThat(barriers(page)).isEmpty();
        because(page, "the feed is dead", "Correct");
        assertThat(page.locator("#toasts")).containsText("waits for another operator");

        page = setup().browser().loggedIn("operator", "/corrections");
        Locator waiting = region(page, "To approve").locator("tr").filter(hasText("fixture 9200"));
        waiting.getByText("Refuse").click();
        because(page, "the feed is back", "Refuse");
        assertThat(region(page, "Decided").locator("tr").filter(hasText("fixture 9200")))
                .containsText("refused");
        assertThat(barriers(page)).isEmpty();
    }

    /** Goes back in time on the chart to what is wanted, again and again: the chart shows a trade once it is in the book. */
    private static String earlierReading(Page page, String wanted) {
        Locator chart = region(page, "Price").locator("svg");
        Locator reading = region(page, "Price").locator(".reading");
        long end = System.nanoTime() + SOON.toNanos();
        String words = "";
        while (!words.contains(wanted) && System.nanoTime() < end) {
            for (int step = 0; step < STEPS && !words.contains(wanted); step++) {
                chart.press(step == 0 ? "End" : "ArrowLeft");
                words = reading.textContent();
            }
        }
        return words;
    }

    private static Locator.FilterOptions hasText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    void aViewerSeesCustomersInTheDarkAndChangesNothing() {
        Page page = setup().browser().loggedIn("viewer", "/customers/carla", ColorScheme.DARK, 390);
        assertThat(region(page, "Wallet")).containsText("equity");
        assertThat(page.locator(".waiting")).hasCount(0);
        assertThat(page.locator(".head .commands button")).hasCount(0);
        assertThat(barriers(page)).isEmpty();
        setup().browser().go(page, "/exposure");
        assertThat(page.locator(".risks li").first()).containsText("Ada Quick");
        assertThat(barriers(page)).isEmpty();
        assertThat(overflows(page)).isFalse();
    }

    @Test
    void manyHaltsLeaveRoomForTheScreen() {
        for (int n = 1; n <= 9; n++) {
            setup().execute("INSERT INTO market_halts (scope, mode, cause, reason, halted_by) VALUES ('instrument:"
                    + (9_000 + n) + "', 'CLOSE_ONLY', 'CIRCUIT_BREAKER', 'odd orders', 'circuit-breaker')");
        }
        Page page = setup().browser().loggedIn("operator", "/jobs", ColorScheme.LIGHT, 390);
        Locator more = page.locator(".more-bars summary");
        assertThat(more).hasText("7 more halts");
        assertThat(page.locator(".bar.warn:visible")).hasCount(2);
        assertThat(barriers(page)).isEmpty();
        more.click();
        assertThat(page.locator(".bar.warn:visible")).hasCount(9);
        assertThat(button(page.locator(".more-bars"), "Lift the halt of player 9003"))
                .isVisible();
        assertThat(overflows(page)).isFalse();
    }

    @Test
    void theWidestHaltIsShownAlsoIfItIsTheOldestOfMany() {
        setup().execute("""
                INSERT INTO market_halts (scope, mode, cause, reason, halted_by)
                VALUES ('fixture:9100', 'CLOSE_ONLY', 'OPERATOR', 'a false feed', 'operator')
                """);
        setup().execute("""
                INSERT INTO market_halts (scope, mode, cause, reason, halted_by)
                SELECT 'instrument:' || n, 'CLOSE_ONLY', 'CIRCUIT_BREAKER', 'odd orders', 'circuit-breaker'
                FROM generate_series(9101, 9310) AS n
                """);
        Page page = setup().browser().loggedIn("operator", "/jobs");
        assertThat(page.locator(".more-bars summary")).hasText("209 more halts");
        assertThat(page.locator(".bar.warn").first()).containsText("match 9100");
    }

    private static void assertFits(Page page) {
        for (int width : new int[] {390, 1280}) {
            page.setViewportSize(width, 900);
            await().atMost(SOON).until(() -> !overflows(page));
        }
    }

    private static void list(RedisClient redis, long id, String name) {
        new Instruments(redis)
                .list(new Listing(
                        InstrumentId.of(id), name, 500, "Quayside", "Midfielder", Price.of(1_000_000), 100_000));
    }
}
