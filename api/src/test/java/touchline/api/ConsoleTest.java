package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.ConsoleBrowser.SOON;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.click;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.submit;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.jobs.bots.BotsJob;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;
import touchline.stores.junit.TestStores;

/** The console in a browser, on a whole node; and another node that alone runs one of the jobs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
        value = "touchline.api.Chromium#isThere",
        disabledReason = "no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
@SuppressWarnings("NullAway.Init")
class ConsoleTest {
    private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> ünïcödé 🏟";
    private static final String ELSEWHERE = "bots/tick";
    private static final String CANARY = "platform/canary";
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
            "/audit",
            "/alerts",
            "/nowhere");

    private TestStores stores;
    private Map<String, String> variables;
    private OpsNode node;
    private JobPlatform other;
    private ConsoleBrowser console;
    private volatile boolean holds;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stores = TestStores.open();
        variables = Map.of("OPERATORS_FILE", ConsoleBrowser.operators(folder).toString());
        node = OpsNode.start(stores, variables);
        other = new JobPlatform(
                stores.dataSource(),
                new NodeIdentity("another-node", "localhost", 1, "test", 5),
                new JobCatalogue(List.of(JobDefinition.named(BotsJob.NAME)
                        .does("beats, or holds on until it is interrupted")
                        .on(new Schedule.Every(Duration.ofSeconds(1)))
                        .exclusively()
                        .runs(this::beat))),
                List.of(),
                Clock.systemUTC());
        other.start();
        console = new ConsoleBrowser(() -> node.port());
    }

    private JobReport beat(JobRun run) throws InterruptedException {
        run.log(HOSTILE);
        if (holds) {
            new CountDownLatch(1).await();
        }
        return JobReport.done();
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        other.stop();
        node.stop();
        stores.close();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        holds = false;
        jdbi().useHandle(handle -> handle.execute("DELETE FROM job_pauses"));
        console.leave();
    }

    // ---- where it is

    @Test
    void itWorksBelowAPathPrefixAndAFirstVisitIsNoError() throws Exception {
        try (PrefixProxy proxy = new PrefixProxy("/touchline", () -> node.port())) {
            Page page = console.page(ColorScheme.LIGHT, 1280);
            page.navigate(proxy.at("/console/jobs/" + CANARY));
            assertThat(page.getByLabel("Password")).isVisible();
            assertThat(console.complaints()).isEmpty();

            ConsoleBrowser.logIn(page, "viewer");
            assertThat(heading(page)).containsText(CANARY);
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Cluster"))
                    .first()
                    .click();
            assertThat(heading(page)).containsText("Cluster");
            assertThat(page).hasURL(proxy.at("/console/cluster"));
            page.reload();
            assertThat(heading(page)).containsText("Cluster");

            page.navigate(proxy.at("/docs"));
            Locator example = page.locator("[id='Orders.place'] .example").first();
            assertThat(example.locator(".command pre")).containsText(proxy.at("/v1/orders"));
            assertThat(page.getByRole(
                            AriaRole.LINK,
                            new GetByRoleOptions().setName("openapi.json").setExact(true)))
                    .hasAttribute("href", proxy.at("/openapi.json"));
            assertThat(console.complaints()).isEmpty();
        }
    }

    // ---- who may

    @Test
    void whoLogsInIsWhereHeWantedToBe() {
        Page page = console.page(ColorScheme.LIGHT, 1280);
        page.navigate(console.at("/jobs/" + CANARY));
        page.getByLabel("Name").fill("operator");
        page.getByLabel("Password").fill("something else");
        click(page, "Log in");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("wrong");
        ConsoleBrowser.logIn(page, "operator");
        assertThat(heading(page)).containsText(CANARY);
        assertThat(page).hasTitle(CANARY + " · Touchline");

        click(page, "Log out");
        assertThat(page.getByLabel("Password")).isVisible();
    }

    @ParameterizedTest
    @CsvSource({"viewer, false, false", "operator, true, false", "admin, true, true"})
    void whatARoleMayNotDoIsNotOffered(String role, boolean steers, boolean setsUp) {
        Page page = console.loggedIn(role, "/jobs/" + CANARY);
        assertThat(page.getByText("Last ran at")
                        .or(page.getByText("Not due yet"))
                        .first())
                .isVisible();
        assertThat(button(page, "Run now").count() > 0).isEqualTo(steers);
        assertThat(button(page, "Pause").count() > 0).isEqualTo(steers);
        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Schedule"))
                                .count()
                        > 0)
                .isEqualTo(setsUp);
        page.navigate(console.at("/jobs"));
        assertThat(page.getByText(CANARY)).isVisible();
        assertThat(page.getByRole(AriaRole.CHECKBOX, new GetByRoleOptions().setName("Choose " + CANARY))
                                .count()
                        > 0)
                .isEqualTo(steers);
        page.navigate(console.at("/cluster"));
        assertThat(page.getByText("another-node").first()).isVisible();
        assertThat(button(page, "Drain").count() > 0).isEqualTo(steers);
        assertThat(button(page, "Pause everything").count() > 0).isEqualTo(setsUp);
        page.navigate(console.at("/services"));
        assertThat(page.getByText("Stopwatch")).isVisible();
        assertThat(button(page, "Restart").count() > 0).isEqualTo(steers);
    }

    @Test
    void aSessionThatEndsAsksToLogInAndGoesBack() {
        Page page = console.loggedIn("viewer", "/jobs/" + CANARY);
        jdbi().useHandle(handle -> handle.execute("DELETE FROM operator_sessions"));
        assertThat(page.getByLabel("Password")).isVisible();
        ConsoleBrowser.logIn(page, "viewer");
        assertThat(heading(page)).containsText(CANARY);
    }

    // ---- the screens

    @ParameterizedTest
    @CsvSource({"LIGHT, 1440", "DARK, 1440", "LIGHT, 390", "DARK, 360"})
    void noScreenHasABarrierOrAComplaintOrSpreadsBeyondTheWindow(ColorScheme scheme, int width) {
        await().atMost(SOON).until(() -> count("SELECT count(*) FROM job_executions") > 3);
        Page page = console.loggedIn("admin", "", scheme, width);
        console.complaints().clear();
        for (String screen : SCREENS) {
            page.navigate(console.at(screen));
            assertThat(heading(page)).not().isEmpty();
            assertThat(page.locator(".waiting")).hasCount(0);
            assertThat(barriers(page)).as("%s %s %d", screen, scheme, width).isEmpty();
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("%s %d", screen, width)
                    .isEqualTo(true);
        }
        assertThat(console.complaints()).filteredOn(one -> !one.contains("404")).isEmpty();
    }

    @Test
    void dialogsAndThePaletteHaveNoBarrierAndWorkByKeys() {
        Page page = console.loggedIn("admin", "/jobs");
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
        assertThat(page.getByText("No job is like that.")).isVisible();

        page.navigate(console.at("/jobs/" + CANARY));
        click(page, "Pause");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        assertThat(barriers(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(button(page, "Pause")).isFocused();
    }

    @Test
    void whatAJobSaysIsShownAsText() {
        String id = jdbi().withHandle(handle -> {
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
        Page page = console.loggedIn("viewer", "/executions/" + id);
        page.onDialog(dialog -> console.complaints().add("a script ran: " + dialog.message()));
        assertThat(page.locator(".log .message")).hasText(HOSTILE);
        assertThat(page.locator(".stack")).hasText(HOSTILE);
        assertThat(page.locator(".log img, .log script, .stack img, .stack script"))
                .hasCount(0);
        for (String screen : List.of("/executions", "/jobs/" + CANARY, "")) {
            page.navigate(console.at(screen));
            assertThat(page.getByText("onerror=alert").first()).isVisible();
            assertThat(page.locator("main img, main script")).hasCount(0);
        }
        assertThat(console.complaints()).noneMatch(one -> one.startsWith("a script"));
    }

    @Test
    void tenThousandRunsScrollWithFewRowsInThePage() {
        jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'platform', 'retention', 'x', 'n', now() - n * interval '1 s', now() - n * interval '1 s', now() - n * interval '1 s', 'SUCCEEDED'
                FROM generate_series(10000, 1, -1) AS n
                """));
        Page page = console.loggedIn("viewer", "/executions?job=platform/retention");
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
    }

    @Test
    void aPausedJobNamesItsFirstRealRunOnTheClocksOfThePage() {
        jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO job_pauses (job_group, job_name, actor, reason, until)
                VALUES ('platform', 'canary', 'ann', 'repairs', now() + interval '2 min')
                """));
        Page page = console.loggedIn("viewer", "/jobs/" + CANARY);

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
    void equalChangesAreOneLineWithTheirNumberAndTimes() {
        jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome, error)
                SELECT 'platform', 'retention', 'x', 'n', at, at, at, 'FAILED', 'no answer within ' || n || ' ms, connection ' || n * 7
                FROM generate_series(1, 12) AS n, LATERAL (SELECT now() - n * interval '1 s') AS t(at)
                UNION ALL SELECT 'platform', 'retention', 'x', 'n', now(), now(), now(), 'FAILED', 'something else'
                """));
        Page page = console.loggedIn("viewer", "");

        Locator alike = page.locator(".changes li:has-text('no answer within')");
        assertThat(alike).hasCount(1);
        assertThat(alike).containsText("12 times");
        assertThat(alike).containsText("since");
        assertThat(page.locator(".changes li:has-text('something else')")).hasCount(1);
        jdbi().useHandle(handle ->
                handle.execute("DELETE FROM job_executions WHERE job_name = 'retention' AND trigger_name = 'x'"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 1280, 1100})
    void theDurationsOfAJobThatBecameSlowerFitTheirCell(int width) {
        jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'platform', 'retention', 'slow', 'n', at, at, at + CASE WHEN n > 20 THEN interval '599 s' ELSE interval '23 h 59 min' END, 'SUCCEEDED'
                FROM generate_series(60, 1, -1) AS n, LATERAL (SELECT now() - interval '2 d' - n * interval '1 s') AS t(at)
                """));
        Page page = console.loggedIn("admin", "/jobs?q=retention", ColorScheme.LIGHT, width);
        Locator cell = page.locator("td[data-is='duration']").first();

        assertThat(cell).containsText("23 h 59 min");
        assertThat(cell).containsText("slower");
        assertThat(
                        cell.evaluate(
                                "cell => [cell, ...cell.querySelectorAll('*')].filter(one => !one.closest('svg') && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline').length"))
                .isEqualTo(0);
        jdbi().useHandle(handle ->
                handle.execute("DELETE FROM job_executions WHERE job_name = 'retention' AND trigger_name = 'slow'"));
    }

    @Test
    void theClusterCountsWhatItLists() {
        holds = true;
        Page page = console.loggedIn("viewer", "/cluster");
        Locator card = page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("another-node"));

        assertThat(card.locator(".runs-now tbody tr")).hasCount(1);
        assertThat(card).containsText("1 of 5 busy");
        assertThat(card).not().containsText("runs nothing");
        assertThat(page.locator(".sub")).containsText("2 nodes run jobs");
        int busy = page.locator(".threads i.busy").count();
        assertThat(page.locator(".sub").innerText()).contains(busy + " of ");
    }

    // ---- levers

    @Test
    void aPauseHoldsBackSaysWhyAndStandsInTheAudit() {
        Page page = console.loggedIn("operator", "/jobs/" + CANARY);
        click(page, "Pause");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        submit(dialog, "Pause");
        assertThat(dialog.getByText("say why: it goes into the audit")).isVisible();
        dialog.getByLabel("Why").fill("a quiet evening " + HOSTILE);
        submit(dialog, "Pause");
        assertThat(dialog).hasCount(0);
        assertThat(heading(page)).containsText("paused");
        assertThat(page.locator(".findings")).containsText("a quiet evening");
        assertThat(count("SELECT count(*) FROM job_pauses WHERE job_name = 'canary' AND actor = 'operator'"))
                .isEqualTo(1);

        page.locator(".findings")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Resume"))
                .click();
        assertThat(dialog.locator(".says")).containsText("missed");
        dialog.getByText("Skip it").click();
        dialog.getByLabel("Why").fill("enough of it");
        submit(dialog, "Resume");
        assertThat(heading(page)).not().containsText("paused");
        page.navigate(console.at("/audit?subject=" + CANARY));
        assertThat(page.locator(".audit")).containsText("enough of it");
        assertThat(page.locator(".audit")).containsText(HOSTILE);
        assertThat(page.locator(".audit img")).hasCount(0);
    }

    @Test
    void manyArePausedAndResumedAtOnce() {
        Page page = console.loggedIn("operator", "/jobs?group=platform");
        page.getByLabel("Choose all that are shown").check();
        Locator chosen = page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("What is chosen"));
        for (String lever : List.of("Pause", "Resume")) {
            page.getByLabel("Choose all that are shown").check();
            chosen.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(lever))
                    .click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Why").fill("all of them");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog).hasCount(0);
            assertThat(count("SELECT count(*) FROM job_pauses")).isEqualTo(lever.equals("Pause") ? 2 : 0);
        }
    }

    @Test
    void aRunThatIsAskedForIsThereToBeLookedAt() {
        Page page = console.loggedIn("operator", "/jobs/" + CANARY);
        click(page, "Run now");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("to see it run");
        submit(dialog, "Run now");
        page.locator("#toasts").getByRole(AriaRole.LINK).click();
        assertThat(heading(page)).containsText("succeeded");
        assertThat(page.getByText("asked for by operator")).isVisible();
    }

    @Test
    void aRunIsInterruptedFromAnotherNodesConsole() {
        holds = true;
        String id = await().atMost(SOON)
                .until(
                        () -> jdbi().withHandle(handle -> handle.createQuery("""
                                        SELECT id::text FROM job_executions WHERE job_name = 'tick' AND outcome = 'RUNNING'
                                        AND fired_at < now() - interval '1 s'
                                        """)
                                .mapTo(String.class)
                                .findOne()
                                .orElse("")),
                        found -> !found.isEmpty());
        Page page = console.loggedIn("operator", "/executions/" + id);
        assertThat(page.getByText("another-node").first()).isVisible();
        holds = false;
        click(page, "Interrupt");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("it hangs");
        submit(dialog, "Interrupt");
        assertThat(heading(page)).containsText("interrupted");
        assertThat(page.locator(".steps li.done")).hasCount(4);
        assertThat(page.locator(".steps")).containsText("it hangs");
    }

    @Test
    void aScheduleIsSeenBeforeItCountsAndTheDeclaredOneComesBack() {
        Page page = console.loggedIn("admin", "/jobs/platform/retention/schedule");
        assertThat(page.getByText("That is its schedule now.")).isVisible();
        page.locator("#cron").fill("0 0 25 * * ?");
        assertThat(page.locator(".wrong").first()).isVisible();
        assertThat(button(page, "Reschedule …")).isDisabled();
        page.locator("#cron").fill("0 0 4 * * ?");
        assertThat(page.locator(".diff-times .added").first()).isVisible();
        click(page, "Reschedule …");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("later at night");
        submit(dialog, "Reschedule");
        Locator overridden = page.getByText("Overridden", new Page.GetByTextOptions().setExact(true));
        assertThat(overridden).isVisible();
        assertThat(count("SELECT count(*) FROM job_schedule_overrides WHERE job_name = 'retention'"))
                .isEqualTo(1);
        button(page, "Restore").last().click();
        dialog.getByLabel("Why").fill("as it was");
        submit(dialog, "Restore");
        assertThat(overridden).hasCount(0);
        assertThat(count("SELECT count(*) FROM job_schedule_overrides")).isEqualTo(0);
    }

    @Test
    void everyScreenSaysThatEverythingIsPausedAndWhereToEndIt() {
        Page page = console.loggedIn("admin", "/cluster");
        click(page, "Pause everything");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("a drill");
        submit(dialog, "Pause everything");
        page.navigate(console.at("/market"));
        assertThat(page.locator(".bar")).containsText("a drill");
        page.navigate(console.at("/jobs/" + CANARY));
        click(page, "Run now");
        assertThat(dialog).containsText("this run would wait");
        page.keyboard().press("Escape");
        page.locator(".bar").getByRole(AriaRole.BUTTON).click();
        dialog.getByLabel("Why").fill("the drill is over");
        submit(dialog, "Resume everything");
        assertThat(page.locator(".bar")).hasCount(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Drain", "Let it work"})
    void aNodeIsDrainedAndWorksAgain(String lever) {
        Page page = console.loggedIn("operator", "/cluster");
        Locator card = page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("another-node"));
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(lever))
                .click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("a deploy");
        dialog.locator("button[type=submit]").click();
        assertThat(card.locator(".state").first()).hasText(lever.equals("Drain") ? "draining" : "firing");
    }

    // ---- staleness

    @Test
    void whatChangesIsSeenWithoutReading() {
        Page page = console.loggedIn("viewer", "/jobs/" + CANARY);
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        jdbi().useHandle(handle -> {
            handle.execute(
                    "INSERT INTO job_pauses (job_group, job_name, actor, reason) VALUES ('platform', 'canary', 'x', 'y')");
            handle.execute(
                    "INSERT INTO job_audit (actor, action, subject, reason) VALUES ('x', 'pause', 'platform/canary', 'y')");
        });
        assertThat(heading(page)).containsText("paused");
    }

    @Test
    void aServerThatIsGoneIsSaidAndOneThatIsBackIsFound() throws Exception {
        Page page = console.loggedIn("viewer", "/jobs");
        assertThat(page.getByText(CANARY)).isVisible();
        int port = node.port();
        node.stop();
        assertThat(page.locator(".bar.bad")).containsText("No word from the server since");
        assertThat(page.getByText(CANARY)).isVisible();
        Map<String, String> same = new HashMap<>(variables);
        same.put("HTTP_PORT", Integer.toString(port));
        node = OpsNode.start(stores, same);
        assertThat(page.locator(".bar.bad")).hasCount(0);
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    // ----

    private Jdbi jdbi() {
        return Jdbi.create(stores.dataSource());
    }

    private long count(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
