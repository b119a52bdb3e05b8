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
import static touchline.api.ConsoleBrowser.region;
import static touchline.api.ConsoleBrowser.submit;
import static touchline.api.ConsoleSetup.CANARY;
import static touchline.api.ConsoleSetup.HOSTILE;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Commands that operators give in the console. */
abstract class ConsoleCommandCases {
    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        setup().reset();
    }

    @Test
    void pauseShowsItsReasonAndIsAudited() {
        Page page = setup().browser().loggedIn("operator", "/jobs/" + CANARY);
        click(page, "Pause");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        submit(dialog, "Pause");
        assertThat(dialog.getByText("Give a reason for the audit log")).isVisible();
        dialog.getByLabel("Why").fill("a quiet evening " + HOSTILE);
        submit(dialog, "Pause");
        assertThat(dialog).hasCount(0);
        assertThat(heading(page)).containsText("paused");
        assertThat(page.locator(".findings")).containsText("a quiet evening");
        assertThat(setup().count("SELECT count(*) FROM job_pauses WHERE job_name = 'canary' AND actor = 'operator'"))
                .isEqualTo(1);

        page.locator(".findings")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Resume"))
                .click();
        assertThat(dialog.locator(".says")).containsText("missed");
        dialog.getByText("Skip", new Locator.GetByTextOptions().setExact(true)).click();
        dialog.getByLabel("Why").fill("enough of it");
        submit(dialog, "Resume");
        assertThat(heading(page)).not().containsText("paused");
        setup().browser().go(page, "/audit?subject=" + CANARY);
        assertThat(page.locator(".audit")).containsText("enough of it");
        assertThat(page.locator(".audit")).containsText(HOSTILE);
        assertThat(page.locator(".audit img")).hasCount(0);
    }

    @Test
    void pausesAndResumesManyJobsTogether() {
        Page page = setup().browser().loggedIn("operator", "/jobs?group=platform");
        page.getByLabel("Select all shown").check();
        Locator chosen = page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("Selection"));
        for (String command : List.of("Pause", "Resume")) {
            page.getByLabel("Select all shown").check();
            chosen.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(command))
                    .click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Why").fill("all of them");
            dialog.locator("button[type=submit]").click();
            assertThat(dialog).hasCount(0);
            assertThat(setup().count("SELECT count(*) FROM job_pauses")).isEqualTo(command.equals("Pause") ? 3 : 0);
        }
    }

    @Test
    void runNowLinksToTheNewRun() {
        Page page = setup().browser().loggedIn("operator", "/jobs/" + CANARY);
        click(page, "Run now");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("to see it run");
        submit(dialog, "Run now");
        page.locator("#toasts").getByRole(AriaRole.LINK).click();
        assertThat(heading(page)).containsText("succeeded");
        assertThat(page.getByText("requested by operator")).isVisible();
    }

    @Test
    void interruptsARunOfAnotherNode() {
        setup().block(true);
        String id = await().atMost(SOON)
                .until(
                        () -> setup().jdbi()
                                .withHandle(handle -> handle.createQuery("""
                                        SELECT id::text FROM job_executions WHERE job_name = 'tick' AND outcome = 'RUNNING'
                                        AND fired_at < now() - interval '1 s'
                                        """)
                                        .mapTo(String.class)
                                        .findOne()
                                        .orElse("")),
                        found -> !found.isEmpty());
        Page page = setup().browser().loggedIn("operator", "/executions/" + id);
        assertThat(page.getByText("another-node").first()).isVisible();
        setup().block(false);
        click(page, "Interrupt");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("it hangs");
        submit(dialog, "Interrupt");
        assertThat(heading(page)).containsText("interrupted");
        assertThat(page.locator(".steps li.done")).hasCount(4);
        assertThat(page.locator(".steps")).containsText("it hangs");
    }

    @Test
    void previewsOverridesAndRestoresASchedule() {
        Page page = setup().browser().loggedIn("admin", "/jobs/platform/retention/schedule");
        assertThat(page.getByText("This is the current schedule.")).isVisible();
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
        assertThat(setup().count("SELECT count(*) FROM job_schedule_overrides WHERE job_name = 'retention'"))
                .isEqualTo(1);
        button(page, "Restore").last().click();
        dialog.getByLabel("Why").fill("as it was");
        submit(dialog, "Restore");
        assertThat(overridden).hasCount(0);
        assertThat(setup().count("SELECT count(*) FROM job_schedule_overrides")).isEqualTo(0);
    }

    @Test
    void aJobIsHeldBackOnDaysOfItsCalendarAndMissedTimesAreListed() {
        setup().execute("""
                INSERT INTO job_misfires (job_group, job_name, first_at, last_at, times, handling, actor)
                VALUES ('platform', 'canary', now() - interval '5 hours', now() - interval '4 hours', 360, 'SKIPPED', 'ann')
                """);
        Page page = setup().browser().loggedIn("admin", "/calendars");
        click(page, "New calendar");
        dialog(page).locator("input[name=name]").fill("holidays");
        dialog(page).locator("input[name=weekdays]").fill("Sat, Someday");
        because(page, "the office is closed", "Save");
        assertThat(dialog(page)).containsText("must be days as in SUNDAY");
        assertThat(barriers(page)).isEmpty();
        dialog(page).locator("input[name=weekdays]").fill("Sat, Sun");
        submit(dialog(page), "Save");
        assertThat(region(page, "holidays")).containsText("Sat, Sun (Europe/Berlin)");

        setup().browser().go(page, "/jobs/platform/retention/schedule");
        click(page, "Set calendar");
        dialog(page).locator("select").selectOption("holidays");
        because(page, "it needs the office", "Set");
        assertThat(region(page, "Calendar")).containsText("no runs on Sat, Sun");
        assertThat(page.locator(".diff-times li.held s").first()).isVisible();
        assertThat(barriers(page)).isEmpty();
        setup().browser().go(page, "/jobs/platform/retention");
        assertThat(region(page, "Next runs")).containsText("excluded by its calendar");
        assertThat(region(page, "Definition")).containsText("holidays");
        assertThat(region(page, "Audit")).containsText("set the calendar of");

        setup().browser().go(page, "/calendars");
        assertThat(region(page, "holidays")).containsText("platform/retention");
        assertThat(button(page, "Delete holidays")).hasCount(0);
        assertThat(barriers(page)).isEmpty();
        ConsoleChartCases.picture(page, "calendars");
        setup().browser().go(page, "/jobs/platform/retention/schedule");
        click(page, "Set calendar");
        dialog(page).locator("select").selectOption("");
        because(page, "it runs elsewhere", "Set");
        assertThat(region(page, "Calendar")).containsText("It runs on all days.");
        setup().browser().go(page, "/calendars");
        click(page, "Delete holidays");
        because(page, "nobody needs it", "Delete");
        assertThat(page.locator("main")).containsText("No calendars");

        setup().browser().go(page, "/misfires");
        assertThat(region(page, "Handled")).containsText("platform/canary");
        assertThat(region(page, "Handled")).containsText("360");
        assertThat(barriers(page)).isEmpty();
        ConsoleChartCases.picture(page, "misfires");
        page = setup().browser().loggedIn("viewer", "/calendars");
        assertThat(page.locator("main")).containsText("No calendars");
        assertThat(page.locator(".commands button")).hasCount(0);
    }

    @Test
    void everyScreenShowsThatAllJobsArePaused() {
        Page page = setup().browser().loggedIn("admin", "/cluster");
        click(page, "Pause everything");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Why").fill("a drill");
        submit(dialog, "Pause everything");
        setup().browser().go(page, "/market");
        assertThat(page.locator(".bar")).containsText("a drill");
        setup().browser().go(page, "/jobs/" + CANARY);
        click(page, "Run now");
        assertThat(dialog).containsText("this run would wait");
        page.keyboard().press("Escape");
        page.locator(".bar").getByRole(AriaRole.BUTTON).click();
        dialog.getByLabel("Why").fill("the drill is over");
        submit(dialog, "Resume everything");
        assertThat(page.locator(".bar")).hasCount(0);
    }

    @Test
    void clearsAndWritesOffRecordsThatWereSetAside() {
        try (RedisClient redis = RedisClient.create(setup().redisUrl())) {
            redis.del("set_aside"); // what other tests broke on purpose
            redis.hset(
                    "set_aside", "position 4711", "{\"fixture\":\"\",\"why\":\"it has no margin <b>\",\"at\":\"1\"}");
            redis.hset("set_aside", "instrument 9", "{\"fixture\":\"8\",\"why\":\"it has no depth\",\"at\":\"1\"}");
            Page page = setup().browser().loggedIn("operator", "/settlements");
            assertThat(region(page, "Set aside")).containsText("It has no margin <b>");
            assertThat(region(page, "Set aside").getByRole(AriaRole.BUTTON)).hasCount(0);

            page = setup().browser().loggedIn("admin", "/settlements");
            Locator records = region(page, "Set aside").getByRole(AriaRole.LISTITEM);
            button(page, "Clear position 4711").click();
            because(page, "it was restored", "Clear");
            assertThat(page.locator("#toasts")).containsText("position 4711 is cleared.");
            assertThat(records).hasCount(1);
            button(page, "Write off instrument 9").click();
            assertThat(dialog(page).locator(".says")).containsText("repair it first");
            assertThat(barriers(page)).isEmpty();
            because(page, "it is gone for good", "Write off");
            assertThat(page.locator("#toasts")).containsText("instrument 9 is written off.");
            assertThat(region(page, "Set aside")).hasCount(0);
            assertThat(redis.exists("set_aside")).isFalse();
        }
        assertThat(setup().count("SELECT count(*) FROM job_audit WHERE action = 'clear-set-aside' AND actor = 'admin'"))
                .isEqualTo(2);
    }

    @Test
    void drainsANodeAndLetsItWorkAgain() {
        Page page = setup().browser().loggedIn("operator", "/cluster");
        Locator card = page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("another-node"));
        for (String command : List.of("Drain", "End drain")) {
            card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(command))
                    .click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Why").fill("a deploy");
            dialog.locator("button[type=submit]").click();
            assertThat(card.locator(".state").first()).hasText(command.equals("Drain") ? "draining" : "firing");
        }
    }

    @Test
    void haltsTradingAndLiftsTheHaltFromItsBanner() {
        Page page = setup().browser().loggedIn("operator", "/market");
        button(page, "Halt").click();
        dialog(page).getByLabel("Stops").selectOption("EVERYTHING");
        because(page, "a price looks odd", "Halt");
        Locator banner = page.locator(".bar");
        assertThat(banner).containsText("Trading is halted: the whole market, by operator");
        assertThat(banner).containsText("a price looks odd");
        assertThat(barriers(page)).isEmpty();

        page = setup().browser().loggedIn("viewer", "/jobs");
        assertThat(page.locator(".bar")).containsText("a price looks odd");
        assertThat(page.locator(".bar").getByRole(AriaRole.BUTTON)).hasCount(0);

        page = setup().browser().loggedIn("operator", "/jobs");
        button(page, "Lift the halt of the whole market").click();
        because(page, "it is right", "Lift");
        assertThat(page.locator(".bar")).hasCount(0);
    }
}
