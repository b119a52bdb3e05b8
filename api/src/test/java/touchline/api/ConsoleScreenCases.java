package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.ConsoleBrowser.SOON;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.click;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.overflows;
import static touchline.api.ConsoleSetup.CANARY;
import static touchline.api.ConsoleSetup.ELSEWHERE;
import static touchline.api.ConsoleSetup.HOSTILE;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Screens of the console: content, layout and accessibility. */
abstract class ConsoleScreenCases {
    private static final List<String> SCREENS = List.of(
            "",
            "/jobs",
            "/jobs?grouped=yes",
            "/jobs/" + CANARY,
            "/jobs/" + ELSEWHERE,
            "/jobs/" + CANARY + "/schedule",
            "/executions",
            "/executions/1",
            "/executions/999999999",
            "/timeline",
            "/cluster",
            "/services",
            "/settlements",
            "/market",
            "/exposure",
            "/surveillance",
            "/corrections",
            "/drills",
            "/misfires",
            "/calendars",
            "/customers",
            "/operators",
            "/account",
            "/audit",
            "/alerts",
            "/nowhere");

    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        setup().reset();
    }

    /**
     * Violations are searched at the first width: those of names, roles and colors are the same at the others. Layout does not depend on the scheme, nor do names
     * and roles.
     */
    @ParameterizedTest
    @CsvSource({"LIGHT, 1440 390 1280", "DARK, 360"})
    void everyScreenIsAccessibleFitsAndLogsNoError(ColorScheme scheme, String all) {
        List<Integer> widths =
                Pattern.compile(" ").splitAsStream(all).map(Integer::valueOf).toList();
        int width = widths.get(0);
        await().atMost(SOON).until(() -> setup().count("SELECT count(*) FROM job_executions") > 3);
        Page page = setup().browser().loggedIn("admin", "", scheme, width);
        setup().browser().complaints().clear();
        for (String screen : SCREENS) {
            page.setViewportSize(width, 900);
            setup().browser().go(page, screen);
            assertThat(heading(page)).not().isEmpty();
            assertThat(page.locator(".waiting")).hasCount(0);
            assertThat(barriers(page, scheme))
                    .as("%s %s %d", screen, scheme, width)
                    .isEmpty();
            for (int other : widths) {
                page.setViewportSize(other, 900);
                // Some parts are drawn again in the frame after a change of the width.
                await().alias("%s fits %d".formatted(screen, other))
                        .atMost(SOON)
                        .until(() -> !overflows(page));
                assertThat(brokenNumbers(page)).as("%s %d", screen, other).isEmpty();
            }
        }
        assertThat(setup().browser().complaints())
                .filteredOn(one -> !one.contains("404"))
                .isEmpty();
    }

    /** Numbers that are separated from their unit by the end of a line. */
    private static List<?> brokenNumbers(Page page) {
        return (List<?>) page.evaluate("""
                [...document.querySelectorAll('main .num')]
                    .filter(one => getComputedStyle(one).display === 'inline')
                    .filter(one => new Set([...one.getClientRects()].map(box => Math.round(box.bottom))).size > 1)
                    .map(one => one.textContent)
                """);
    }

    @Test
    void dialogsAndPaletteAreAccessibleAndWorkByKeyboard() {
        Page page = setup().browser().loggedIn("admin", "/jobs");
        assertThat(page.getByText(CANARY)).isVisible();
        page.keyboard().press("Control+k");
        page.keyboard().type("canary");
        assertThat(page.locator("#found [role=option]").first()).containsText(CANARY);
        assertThat(barriers(page)).isEmpty();
        page.keyboard().press("Enter");
        assertThat(heading(page)).containsText(CANARY);
        page.keyboard().press("?");
        assertThat(page.getByRole(AriaRole.DIALOG, new GetByRoleOptions().setName("Keys")))
                .isVisible();
        page.keyboard().press("Escape");
        page.keyboard().press("g");
        page.keyboard().press("j");
        assertThat(heading(page)).hasText("Jobs");
        assertThat(page.getByText(CANARY)).isVisible();
        page.keyboard().press("/");
        page.keyboard().type("no such job");
        assertThat(page.getByText("No job matches.")).isVisible();

        setup().browser().go(page, "/jobs/" + CANARY);
        click(page, "Pause");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        assertThat(barriers(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(button(page, "Pause")).isFocused();
    }

    @Test
    void outputOfJobsIsShownAsText() {
        String id = setup().jdbi().withHandle(handle -> {
            long run = handle.createQuery("""
                            INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome, error, log_lines)
                            VALUES ('platform', 'canary', :hostile, :hostile, now(), now(), now(), 'FAILED', :hostile, 1) RETURNING id
                            """)
                    .bind("hostile", HOSTILE)
                    .mapTo(Long.class)
                    .one();
            handle.createUpdate("INSERT INTO job_execution_log VALUES (:run, 1, now(), 'WARN', :hostile)")
                    .bind("run", run)
                    .bind("hostile", HOSTILE)
                    .execute();
            return Long.toString(run);
        });
        Page page = setup().browser().loggedIn("viewer", "/executions/" + id);
        Consumer<Dialog> script = dialog -> setup().browser().complaints().add("a script ran: " + dialog.message());
        page.onDialog(script);
        assertThat(page.locator(".log .message")).hasText(HOSTILE);
        assertThat(page.locator(".stack")).hasText(HOSTILE);
        assertThat(page.locator(".log img, .log script, .stack img, .stack script"))
                .hasCount(0);
        for (String screen : List.of("/executions", "/jobs/" + CANARY, "")) {
            setup().browser().go(page, screen);
            assertThat(page.getByText("onerror=alert").first()).isVisible();
            assertThat(page.locator("main img, main script")).hasCount(0);
        }
        assertThat(setup().browser().complaints()).noneMatch(one -> one.startsWith("a script"));
        page.offDialog(script);
    }

    @Test
    void tenThousandRunsScrollWithFewRowsInThePage() {
        setup().execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'drill', 'many', 'x', 'n', now() - n * interval '1 s', now() - n * interval '1 s', now() - n * interval '1 s', 'SUCCEEDED'
                FROM generate_series(10000, 1, -1) AS n
                """);
        Page page = setup().browser().loggedIn("viewer", "/executions?job=drill/many");
        Locator rows = page.locator("#run-rows tr:not(.space)");
        assertThat(rows.first()).isVisible();
        // Each step to the end lets more be read, until there are no more.
        await().atMost(SOON.multipliedBy(2)).until(() -> {
            page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)");
            return page.locator(".sub").innerText().equals("10,000");
        });
        assertThat(rows.count()).isLessThan(200);
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight / 2)");
        assertThat(rows.nth(20)).isVisible();
        setup().execute("DELETE FROM job_executions WHERE job_name = 'many'");
    }

    @Test
    void pausedJobShowsItsNextRunInTheZoneOfThePage() {
        setup().execute("""
                INSERT INTO job_pauses (job_group, job_name, actor, reason, until)
                VALUES ('platform', 'canary', 'ann', 'repairs', now() + interval '2 min')
                """);
        Page page = setup().browser().loggedIn("viewer", "/jobs/" + CANARY);

        Locator findings = page.locator(".findings li");
        assertThat(findings.first()).containsText("Paused by ann");
        assertThat(page.locator(".findings")).containsText("are held back: it runs next at");
        assertThat(page.locator(".findings")).not().containsText("Not due yet");
        assertThat(page.locator(".findings")).not().containsText("UTC (");
        assertThat(findings.first()).containsText("CE"); // the page's zone is Berlin's
        assertThat(page.locator(".zone")).containsText("Europe/Berlin");
        assertThat(page.locator(".times li.held s").first()).isVisible();
        assertThat(page.locator(".first-run")).containsText("First run");
        assertThat(barriers(page)).isEmpty();
    }

    @Test
    void equalChangesAreOneLineWithACount() {
        setup().execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome, error)
                SELECT 'platform', 'retention', 'x', 'n', at, at, at, 'FAILED', 'no answer within ' || n || ' ms, connection ' || n * 7
                FROM generate_series(1, 12) AS n, LATERAL (SELECT now() - n * interval '1 s') AS t(at)
                UNION ALL SELECT 'platform', 'retention', 'x', 'n', now(), now(), now(), 'FAILED', 'something else'
                """);
        Page page = setup().browser().loggedIn("viewer", "");

        Locator alike = page.locator(".changes li:has-text('no answer within')");
        assertThat(alike).hasCount(1);
        assertThat(alike).containsText("12 times");
        assertThat(alike).containsText("since");
        assertThat(page.locator(".changes li:has-text('something else')")).hasCount(1);
        setup().execute("DELETE FROM job_executions WHERE job_name = 'retention' AND trigger_name = 'x'");
    }

    @Test
    void durationsOfASlowerJobFitTheirCell() {
        setup().execute("DELETE FROM job_executions WHERE job_name = 'retention'");
        setup().execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'platform', 'retention', 'slow', 'n', at, at, at + CASE WHEN n > 20 THEN interval '599 s' ELSE interval '23 h 59 min' END, 'SUCCEEDED'
                FROM generate_series(60, 1, -1) AS n, LATERAL (SELECT now() - interval '2 d' - n * interval '1 s') AS t(at)
                """);
        Page page = setup().browser().loggedIn("admin", "/jobs?q=retention");
        Locator cell = page.locator("td[data-is='duration']").first();

        assertThat(cell).containsText("23 h 59 min");
        assertThat(cell).containsText("slower");
        for (int width : new int[] {1440, 1280, 1100}) {
            page.setViewportSize(width, 900);
            assertThat(cell.evaluate("""
                            cell => [cell, ...cell.querySelectorAll('*')].filter(one => !one.closest('svg')
                                && one.scrollWidth > one.clientWidth + 1
                                && getComputedStyle(one).display !== 'inline').length
                            """))
                    .as("elements wider than their cell at %d", width)
                    .isEqualTo(0);
        }
        setup().execute("DELETE FROM job_executions WHERE job_name = 'retention' AND trigger_name = 'slow'");
    }

    @Test
    void clusterCountsAgreeWithTheListedRuns() {
        setup().block(true);
        Page page = setup().browser().loggedIn("viewer", "/cluster");
        Locator card = page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("another-node"));

        assertThat(card.locator(".runs-now tbody tr")).hasCount(1);
        assertThat(card).containsText("1 of 5 busy");
        assertThat(card).not().containsText("runs nothing");
        assertThat(page.locator(".sub")).containsText("2 nodes run jobs");
        int busy = page.locator(".threads i.busy").count();
        assertThat(page.locator(".sub").innerText()).contains(busy + " of ");
        assertThat(page.locator(".node-card").first().evaluate("""
                        card => card.querySelector('.threads').getBoundingClientRect().bottom
                            > card.querySelector('.threads + .num').getBoundingClientRect().top
                        """))
                .as("threads and their number share a line")
                .isEqualTo(true);
    }
}
