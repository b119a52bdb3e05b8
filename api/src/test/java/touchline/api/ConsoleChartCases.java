package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.click;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.overflows;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Charts of a day: runs, lags, error budgets, the prices of a match. */
abstract class ConsoleChartCases {
    abstract ConsoleSetup setup();

    @BeforeEach
    void aPast() {
        setup().execute("""
                INSERT INTO job_promises VALUES ('sportmonks', 'poll', 2000, 9900), ('platform', 'canary', 2000, 9900)
                ON CONFLICT DO NOTHING;
                INSERT INTO job_run_slots (slot, job_group, job_name, succeeded, skipped, interrupted, failed, due, late, latest_ms)
                SELECT to_timestamp(floor(extract(epoch FROM now() - n * interval '15 minutes') / 900) * 900), 'sportmonks', 'poll',
                       400, 20, n % 9 / 8, CASE WHEN n BETWEEN 20 AND 30 THEN 35 ELSE 0 END, 450, CASE WHEN n BETWEEN 21 AND 29 THEN 60 ELSE 0 END, 4000
                FROM generate_series(1, 190) AS n
                ON CONFLICT DO NOTHING;
                INSERT INTO job_samples (name, at, value)
                SELECT s, date_trunc('minute', now() - n * interval '1 minute'), (20 + 15 * sin(n / 40.0) + CASE WHEN s = 'flusher' AND n BETWEEN 300 AND 330 THEN 400 ELSE 0 END)::bigint
                FROM generate_series(1, 2800) AS n, unnest(ARRAY['stopwatch', 'flusher']) AS s
                ON CONFLICT DO NOTHING;
                INSERT INTO instruments (id, name, team_id, team, position, depth, live_base_price, price, listed_at)
                SELECT 7100 + n, (ARRAY['Cal North', 'Dee South', 'Eli East', 'Fay West', 'Gus Upton', 'Hal Downs', 'Ivy Heath'])[n], 7, 'Quayside', 'Midfielder', 1000, 1000000, 1000000, now()
                FROM generate_series(1, 7) AS n ON CONFLICT DO NOTHING;
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, home_goals, away_goals, polled_at)
                VALUES (7100, 1, 'Quayside v Old Town', now() - interval '2 hours', 5, 'FT', 'FINISHED', true, 2, 1, now()) ON CONFLICT DO NOTHING;
                INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at, settled_at) VALUES (7100, 'FULL_TIME', 'DONE', now(), now()) ON CONFLICT DO NOTHING;
                INSERT INTO fixture_settlement_prices SELECT 7100, 7100 + n, 1000000, 1000000, 1 FROM generate_series(1, 7) AS n ON CONFLICT DO NOTHING;
                INSERT INTO price_ticks (instrument_id, seq, price, at)
                SELECT 7100 + n, k, 1000000 + k * n * CASE WHEN n % 2 = 0 THEN -150 ELSE 260 END + (k * 7919 + n) % 9000,
                       floor(extract(epoch FROM date_trunc('hour', now())) * 1000) - (200 - k) * 30000
                FROM generate_series(1, 7) AS n, generate_series(1, 200) AS k ON CONFLICT DO NOTHING;
                INSERT INTO instruments (id, name, team_id, team, position, depth, live_base_price, price, listed_at, fixture_id, match_base_price)
                VALUES (7190, 'Gil Scores', 7, 'Quayside', 'Forward', 1000, 1500000, 1500000, now(), 7100, 1000000) ON CONFLICT DO NOTHING;
                INSERT INTO price_ticks (instrument_id, seq, price, at) VALUES (7190, 1, 1500000, floor(extract(epoch FROM now()) * 1000) - 3600000) ON CONFLICT DO NOTHING
                """);
    }

    @AfterEach
    void reset() {
        setup().reset();
    }

    @Test
    void anyDayShowsRunsLagsAndBudgets() {
        Page page = setup().browser().loggedIn("viewer", "/trends");
        assertThat(region(page, "Runs").locator("svg")).isVisible();
        assertThat(region(page, "Lag of services")).containsText("book (flusher)");
        assertThat(region(page, "Error budgets").locator("tbody tr").first()).containsText("sportmonks/poll");
        region(page, "Runs").locator("svg").press("ArrowLeft");
        assertThat(region(page, "Runs").locator(".reading")).containsText("succeeded");
        assertThat(barriers(page)).isEmpty();
        picture(page, "trends");
        page.getByText("Day before").click();
        assertThat(page.locator(".days input")).not().hasValue("");
        assertThat(region(page, "Runs").locator("svg")).isVisible();
        assertThat(page.url()).contains("day=");
        setup().browser().go(page, "/trends?day=2026-01-01");
        assertThat(region(page, "Runs")).containsText("No runs are counted on this day.");
        picture(page, "trends-empty");
        assertThat(setup().browser().complaints()).isEmpty();
    }

    @Test
    void theDarkAndNarrowPageFits() {
        Page page = setup().browser().loggedIn("viewer", "/trends", ColorScheme.DARK, 390);
        assertThat(region(page, "Error budgets").locator("tbody tr").first()).containsText("sportmonks/poll");
        assertThat(region(page, "Runs").locator("svg")).isVisible();
        assertThat(barriers(page)).isEmpty();
        assertThat(overflows(page)).isFalse();
        picture(page, "trends-dark-narrow");
    }

    @Test
    void aMatchShowsThePricesOfItsPlayersTogether() {
        Page page = setup().browser().loggedIn("viewer", "/market/7100");
        assertThat(heading(page)).hasText("Quayside v Old Town");
        assertThat(region(page, "Prices together").locator(".line")).hasCount(8);
        // The first tick of a player whom nobody has traded is the goal.
        assertThat(region(page, "Prices together").locator(".chart-movers li").first())
                .containsText(Pattern.compile("Gil Scores\\s*\\+50.00 %"));
        assertThat(region(page, "Prices together").locator(".chart-movers li").nth(1))
                .containsText("Ivy Heath");
        assertThat(barriers(page)).isEmpty();
        picture(page, "match");
        page.setViewportSize(390, 900);
        assertThat(region(page, "Prices together").locator("svg")).isVisible();
        assertThat(overflows(page)).isFalse();
        picture(page, "match-narrow");
    }

    @Test
    void theBoardIsShownAsOfAnySecondAndTheTimelineZooms() {
        setup().execute("""
                INSERT INTO job_audit (at, actor, action, subject, reason, after) VALUES
                    (now() - interval '5 hours', 'node:past-node', 'node-started', 'past-node', '', '{"version": "1.2.3"}'),
                    (now() - interval '4 hours', 'ann', 'drain', 'past-node', 'a new disk', NULL),
                    (now() - interval '4 hours', 'ann', 'pause', 'sportmonks/poll', 'the feed is down', '{}'),
                    (now() - interval '3 hours', 'ann', 'resume', 'sportmonks/poll', 'it is back', '{}'),
                    (now() - interval '3 hours', 'node:other', 'node-lost', 'past-node', 'silent', NULL);
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'sportmonks', 'poll', 'poll', 'past-node', t, t, t + interval '40 seconds', CASE WHEN n = 60 THEN 'FAILED' ELSE 'SUCCEEDED' END
                FROM (SELECT n, now() - interval '5 hours' + n * interval '1 minute' AS t FROM generate_series(1, 120) AS n) AS runs
                """);
        String then = Instant.now().minus(Duration.ofMinutes(210)).toString();
        Page page = setup().browser().loggedIn("viewer", "/past?at=" + then);
        assertThat(region(page, "Nodes")).containsText("draining");
        assertThat(region(page, "Nodes")).containsText("version 1.2.3");
        assertThat(region(page, "Jobs")).containsText("paused by ann");
        assertThat(region(page, "Jobs")).containsText("past-node");
        assertThat(barriers(page)).isEmpty();
        picture(page, "past");
        click(page, "+1 h");
        assertThat(region(page, "Nodes")).containsText("dead");
        assertThat(region(page, "Jobs")).not().containsText("paused by ann");

        setup().browser().go(page, "/timeline?span=360");
        assertThat(page.locator("#gantt")).hasAttribute("aria-label", Pattern.compile("[1-9].* runs over time.*"));
        assertThat(page.locator(".sub")).containsText("failed");
        assertThat(barriers(page)).isEmpty();
        picture(page, "timeline-6h");
        click(page, "Zoom in");
        assertThat(page).hasURL(Pattern.compile(".*span=180.*to=.*"));
        click(page, "Earlier");
        page.setViewportSize(390, 900);
        assertThat(page.locator("#gantt")).isVisible();
        assertThat(overflows(page)).isFalse();
        assertThat(smallTargets(page)).isEmpty();
        picture(page, "timeline-narrow");
        assertThat(setup().browser().complaints()).isEmpty();
    }

    /** Otherwise runs that ended while it could not be read would be missing, however long that was. */
    @Test
    void theTimelineGoesOnWhereItsLastReadEnded() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        AtomicReference<String> lastRead = new AtomicReference<>("");
        List<String> begins = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (begins.isEmpty() && request.url().contains("/v1/ops/audit?")) {
                lastRead.set(time(request.url(), "to")); // a second after the end of the runs that it belongs to
            }
        });
        setup().browser().go(page, "/timeline");
        page.waitForCondition(() -> !Objects.requireNonNull(lastRead.get()).isEmpty());
        page.route("**/v1/ops/executions?*from=*", route -> {
            begins.add(time(route.request().url(), "from"));
            route.abort();
        });
        page.waitForCondition(() -> begins.size() >= 3);

        assertThat(begins)
                .allSatisfy(begin -> assertThat(Instant.parse(begin))
                        .isEqualTo(Instant.parse(lastRead.get()).minusSeconds(16)));
        page.unroute("**/v1/ops/executions?*from=*");
    }

    private static String time(String address, String name) {
        return URLDecoder.decode(address.replaceFirst(".*[?&]" + name + "=([^&]*).*", "$1"), StandardCharsets.UTF_8);
    }

    @Test
    void thePaletteFindsAMatch() {
        Page page = setup().browser().loggedIn("viewer", "/alerts");
        page.keyboard().press("Control+k");
        page.keyboard().type("old tow");
        assertThat(page.locator("#found [role=option]").first()).containsText("match");
        page.keyboard().press("Enter");
        assertThat(heading(page)).hasText("Quayside v Old Town");
    }

    @Test
    void targetsAreLargeEnoughForAFinger() {
        Page page = setup().browser().loggedIn("admin", "/trends", ColorScheme.LIGHT, 390);
        for (String place : List.of(
                "/trends",
                "/past",
                "/jobs",
                "/executions",
                "/market",
                "/exposure",
                "/customers",
                "/alerts",
                "/audit",
                "/cluster",
                "/services",
                "/settlements",
                "/surveillance",
                "/corrections",
                "/calendars",
                "/misfires",
                "/drills",
                "/market/7100",
                "/jobs/platform/canary",
                "/jobs/platform/retention/schedule",
                "/executions/1",
                "/timeline",
                "")) {
            setup().browser().go(page, place);
            assertThat(heading(page)).isVisible();
            assertThat(page.locator(".waiting")).hasCount(0);
            assertThat(smallTargets(page)).as(place).isEmpty();
        }
    }

    /** Buttons, fields and links below 24 px, except for links within a sentence, as WCAG 2.2 (2.5.8) has it. */
    private static List<?> smallTargets(Page page) {
        return (List<?>) page.evaluate("""
                () => [...document.querySelectorAll('a, button, select, input, [role=button], [role=tab]')]
                    .filter(one => one.offsetParent !== null && !one.disabled && !one.matches('.skip'))
                    .map(one => [one, one.getBoundingClientRect()])
                    .filter(([one, box]) => box.width > 0 && (box.height < 24 || box.width < 24))
                    .filter(([one]) => getComputedStyle(one).display !== 'inline' || [...one.parentElement.childNodes].every(node => node === one || !node.textContent.trim()))
                    .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`)
                """);
    }

    /** Kept for somebody to look at, if a folder is named. */
    static void picture(Page page, String name) {
        String folder = System.getProperty("touchline.pictures");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + ".png"))
                    .setFullPage(true));
        }
    }
}
