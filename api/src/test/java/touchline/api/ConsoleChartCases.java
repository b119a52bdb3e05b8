package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.overflows;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
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
                FROM generate_series(1, 7) AS n, generate_series(1, 200) AS k ON CONFLICT DO NOTHING
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
        assertThat(region(page, "Prices together").locator(".line")).hasCount(7);
        assertThat(region(page, "Prices together").locator(".movers li").first())
                .containsText("Ivy Heath");
        assertThat(barriers(page)).isEmpty();
        picture(page, "match");
        page.setViewportSize(390, 900);
        assertThat(region(page, "Prices together").locator("svg")).isVisible();
        assertThat(overflows(page)).isFalse();
        picture(page, "match-narrow");
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
