package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.ConsoleBrowser.SOON;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.because;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.dialog;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import touchline.api.operator.TestOperators;
import touchline.stores.junit.TestStores;

/** The console of a node with five hundred jobs, each with a history. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
        value = "touchline.api.Chromium#isThere",
        disabledReason = "no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
@SuppressWarnings("NullAway.Init")
class ConsoleCrowdTest {
    private static final int JOBS = 500;

    private TestStores stores;
    private CrowdedNode node;
    private ConsoleBrowser console;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stores = TestStores.open();
        Jdbi.create(stores.dataSource()).useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'crowd-' || job / 100, 'job-' || job, 'x', 'crowded', at, at, at + run * interval '1 ms', 'SUCCEEDED'
                FROM generate_series(0, 499) AS job, generate_series(30, 1, -1) AS run,
                     LATERAL (SELECT now() - run * interval '1 min' AS at) AS began
                """));
        node = CrowdedNode.start(
                stores, Map.of("OPERATORS_FILE", TestOperators.file(folder).toString()), JOBS);
        console = new ConsoleBrowser(stores, () -> node.port());
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        node.stop();
        stores.close();
    }

    @AfterEach
    void leave() {
        console.leave();
    }

    @Test
    void listsAndFindsFiveHundredJobs() {
        Page page = console.loggedIn("operator", "/jobs");
        assertThat(page.getByText("All 500")).isVisible();
        Locator rows = page.locator("#job-rows tr:not(.space)");
        assertThat(rows.first()).containsText("crowd-0/job-0");
        assertThat(rows.count()).isLessThan(100);
        assertThat(barriers(page)).isEmpty();

        Awaitility.await().atMost(SOON).until(() -> {
            page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)");
            return page.getByText("crowd-4/job-499").count() == 1;
        });
        assertThat(rows.count()).isLessThan(100);

        page.evaluate("window.scrollTo(0, 0)");
        page.keyboard().press("/");
        page.keyboard().type("job-371");
        assertThat(rows).hasCount(1);
        assertThat(rows.first().locator(".beats")).isVisible();
        assertThat(rows.first().locator(".trend")).isVisible();
        page.keyboard().press("Control+k");
        page.keyboard().type("job-42");
        assertThat(page.locator("#found [role=option]").first()).containsText("crowd-0/job-42");
    }

    @Test
    void pausesAndResumesFoundJobs() {
        Page page = console.loggedIn("operator", "/jobs?group=crowd-3&q=job-31");
        for (String command : new String[] {"Pause", "Resume"}) {
            page.getByLabel("Select all shown").check();
            Locator chosen = region(page, "Selection");
            assertThat(chosen).containsText("10 jobs selected");
            button(chosen, command).click();
            because(page, "all of them", command + " 10");
            assertThat(dialog(page)).hasCount(0);
            assertThat(page.locator("#toasts"))
                    .containsText("10 jobs " + (command.equals("Pause") ? "paused" : "resumed"));
        }
    }

    @Test
    void scrollsOnAPhone() {
        Page page = console.loggedIn("viewer", "/jobs", ColorScheme.DARK, 390);
        assertThat(page.getByText("All 500")).isVisible();
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight / 2)");
        assertThat(page.locator("#job-rows tr:not(.space)").nth(12)).isVisible();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }
}
