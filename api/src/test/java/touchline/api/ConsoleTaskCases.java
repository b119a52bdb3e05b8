package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.ConsoleBrowser.SOON;
import static touchline.api.ConsoleBrowser.because;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.dialog;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;

/** Ten tasks of a bad night, each from the overview and in three clicks at most. Text that is typed is not counted. */
@SuppressWarnings("NullAway.Init")
abstract class ConsoleTaskCases {
    private static final int MOST = 3;

    private int clicks;
    private RedisClient redis;
    private PlayedMatch match;

    abstract ConsoleSetup setup();

    @BeforeEach
    void trade() throws Exception {
        redis = RedisClient.create(setup().redisUrl());
        new Instruments(redis)
                .list(new Listing(
                        InstrumentId.of(611),
                        "Tess Task",
                        500,
                        "Quayside",
                        "Midfielder",
                        Price.of(1_000_000),
                        100_000));
        match = PlayedMatch.begin(redis, setup().jdbi(), 620, "Wrong Goal", "Right Town");
        match.show(MatchPhase.LIVE, 12, 1, List.of(match.event(1, EventKind.GOAL, 11)));
        setup().trade("tom", "/v1/orders", "{\"instrumentId\":\"611\",\"side\":\"BUY\",\"quantity\":15}");
        await().atMost(SOON)
                .until(() -> setup().count("SELECT count(*) FROM spot_holdings WHERE instrument_id = 611") > 0);
        setup().execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, home_goals, away_goals, over_since, polled_at)
                VALUES (6100, 1, 'Task Town v Old Town', now() - interval '2 hours', 5, 'FT', 'FINISHED', true, 2, 1, now(), now()) ON CONFLICT DO NOTHING;
                INSERT INTO job_drills (node, actor, reason, started_at, ended_at)
                SELECT 'task-node', 'ann', 'the quarterly drill', now() - interval '1 day', now() - interval '1 day' + interval '9 seconds'
                WHERE NOT EXISTS (SELECT 1 FROM job_drills);
                INSERT INTO job_drill_takeovers
                SELECT id, 'JOB', 'sportmonks/poll', 3000, 'another-node', started_at + interval '2 seconds' FROM job_drills ON CONFLICT DO NOTHING;
                INSERT INTO job_drill_takeovers
                SELECT id, 'SERVICE', 'stopwatch', 3000, 'another-node', started_at + interval '4 seconds' FROM job_drills ON CONFLICT DO NOTHING;
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome, error)
                VALUES ('platform', 'retention', 'task', 'task-node', now(), now(), now(), 'FAILED', 'the disk is full');
                """);
    }

    @AfterEach
    void reset() {
        match.show(MatchPhase.FINISHED, 90, 1, List.of());
        match.settle();
        redis.close();
        setup().execute("DELETE FROM fixtures WHERE id IN (620, 6100)");
        setup().execute("DELETE FROM job_executions WHERE trigger_name = 'task'");
        setup().reset();
    }

    @Test
    void tenTasksTakeThreeClicksEachAtMost() {
        Page page = setup().browser().loggedIn("operator", "/");
        task(page, "find who holds most of a player", () -> {
            place(page, "Exposure");
            click(region(page, "Players").getByText("Tess Task"));
            assertThat(region(page, "Biggest holders").locator("tbody tr").first())
                    .containsText("tom");
        });
        task(page, "see a player's price of yesterday", () -> {
            place(page, "Exposure");
            click(region(page, "Players").getByText("Tess Task"));
            click(region(page, "Price").getByText("Day before"));
            assertThat(region(page, "Price")).containsText("No price on this day");
        });
        task(page, "find a customer's last order", () -> {
            place(page, "Customers");
            page.locator("main input[type=search]").fill("tom");
            click(region(page, "Found")
                    .getByText("tom", new Locator.GetByTextOptions().setExact(true))
                    .first());
            click(page.locator(".chip").getByText("Orders"));
            assertThat(region(page, "Records").locator("tbody tr").first()).containsText("15");
        });
        task(page, "see why a match is not settled", () -> {
            place(page, "Settlements");
            assertThat(page.locator("main")).containsText("Task Town v Old Town");
            assertThat(page.locator("main")).containsText("waits for");
        });
        task(page, "prove a hand-over", () -> {
            place(page, "Cluster");
            click(page.locator("main").getByText("Hand-over drills"));
            click(page.locator(".drills a").last());
            assertThat(page.locator(".sub")).hasText("All taken over, 1 later than predicted.");
            assertThat(region(page, "Take-overs")).containsText("stopwatch");
            assertThat(ConsoleBrowser.barriers(page)).isEmpty();
            ConsoleChartCases.picture(page, "drill");
        });
        task(page, "see the board of an hour ago", () -> {
            place(page, "History");
            assertThat(region(page, "Jobs")).containsText("sportmonks/poll");
        });
        task(page, "see which job starts late too often", () -> {
            place(page, "Trends");
            assertThat(region(page, "Error budgets")).isVisible();
        });
        task(page, "see the runs that failed", () -> {
            place(page, "Timeline");
            click(page.locator(".sub a"));
            assertThat(heading(page)).hasText("Runs");
            assertThat(page).hasURL(Pattern.compile(".*outcome=FAILED.*"));
        });
        task(page, "void a wrong goal", () -> {
            click(page.locator(".score-line"));
            click(page.getByText("Void").first());
            dialog(page).getByLabel("Why").fill("it was offside");
            click(dialog(page).getByRole(AriaRole.BUTTON).last());
            assertThat(page.locator("#toasts")).containsText("Correction");
        });
        task(page, "stop a player", () -> {
            place(page, "Market");
            page.locator("main input[type=search]").fill("tess");
            click(page.getByText("Halt Tess Task"));
            dialog(page).getByLabel("Why").fill("a wrong price");
            click(dialog(page).getByRole(AriaRole.BUTTON).last());
            assertThat(page.locator("main .prices tbody tr").first()).containsText("halted");
        });
        button(page, "Lift the halt of Tess Task").click();
        because(page, "its price is right", "Lift");
        assertThat(page.locator(".bar")).hasCount(0);
        assertThat(setup().browser().complaints()).isEmpty();
    }

    private void task(Page page, String what, Runnable steps) {
        setup().browser().go(page, "");
        assertThat(page.locator("nav a[aria-current=page]")).hasText("Overview");
        clicks = 0;
        steps.run();
        assertThat(clicks).as(what).isBetween(1, MOST);
    }

    private void place(Page page, String name) {
        click(page.locator("nav a")
                .filter(new Locator.FilterOptions().setHasText(name))
                .first());
    }

    private void click(Locator target) {
        target.click();
        clicks++;
    }
}
