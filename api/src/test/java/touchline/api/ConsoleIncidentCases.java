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

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.scheduler.job.JobName;

/** A match that is played, a settlement that fails, an alert, a trigger in error and a killed node: what the console shows and offers. */
abstract class ConsoleIncidentCases {
    private static final String RETENTION = "platform/retention";
    private static final String SETTLE = "sportmonks/settle";
    private static final JobName DRILL = JobName.of("drill/rehearsal");
    private static final String ALERT = "the feed is strange <b>tonight</b>";
    private static final String MATCH = "Harbour <i>vs</i> Millbrook";

    private RedisClient redis;

    abstract ConsoleSetup setup();

    /** A match that is played, one whose settlement fails, an alert, and a trigger that is set aside. */
    @BeforeEach
    void causeProblems() {
        redis = RedisClient.create(setup().redisUrl());
        redis.set("fixture:78", "what no settlement can work with");
        setup().jdbi().useHandle(handle -> {
            handle.createUpdate("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, over_since, polled_at)
                VALUES (77, 1, :played, now(), 2, 'INPLAY_1ST_HALF', 'LIVE', NULL, now()),
                       (78, 1, 'Anchor vs Bay', now() - interval '2 h', 5, 'FT', 'FINISHED', now() - interval '3 min', now())
                """).bind("played", MATCH).execute();
            handle.execute("""
                    INSERT INTO fixture_settlements (fixture_id, kind, step, attempts, last_error, requested_at)
                    VALUES (78, 'FULL_TIME', 'FREEZE', 3, 'the hot store says something odd', now())
                    """);
            handle.createUpdate("INSERT INTO job_alerts (rule, subject, severity, summary) VALUES ('made-up', 'it',"
                            + " 'WARNING', :alert)")
                    .bind("alert", ALERT)
                    .execute();
            handle.execute("""
                    UPDATE qrtz_triggers SET trigger_state = 'ERROR', next_fire_time = extract(epoch FROM now()) * 1000 - 2000
                    WHERE trigger_group = 'platform' AND trigger_name = 'retention'
                    """);
        });
    }

    @AfterEach
    void removeProblems() {
        setup().reset();
        redis.del("fixture:78");
        redis.close();
        setup().jdbi().useHandle(handle -> {
            handle.execute("DELETE FROM job_alerts");
            handle.execute("WITH s AS (DELETE FROM fixture_settlement_steps) DELETE FROM fixture_settlement_prices");
            handle.execute("DELETE FROM fixture_settlements");
            handle.execute("DELETE FROM fixtures");
            handle.execute("""
                    UPDATE qrtz_triggers SET trigger_state = 'WAITING', next_fire_time = extract(epoch FROM now()) * 1000 + 3600000
                    WHERE trigger_group = 'platform' AND trigger_name = 'retention' AND trigger_state = 'ERROR'
                    """);
        });
    }

    @Test
    void overviewShowsProblemsWithTheirCommands() {
        Page page = setup().browser().loggedIn("operator", "");
        assertThat(region(page, "Live")).containsText(MATCH);
        Locator wrong = page.getByLabel("Needs attention");
        assertThat(wrong).containsText("Alert: " + ALERT);
        assertThat(wrong).containsText("The settlement of Anchor vs Bay fails");
        assertThat(wrong).containsText(RETENTION + " is set aside as an error");
        assertThat(button(wrong, "Repair")).isVisible();
        assertThat(page.locator("main i:not(.state i), main b i")).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyDialogIsAccessibleAndNeedsAReason(ColorScheme scheme) {
        long before = commandsOfAdmin();
        Page page = setup().browser().loggedIn("admin", "", scheme, scheme == ColorScheme.LIGHT ? 1280 : 390);
        for (ConsoleQuestion question : ConsoleQuestion.values()) {
            setup().browser().go(page, question.place);
            click(page, question.button);
            assertThat(dialog(page)).isVisible();
            assertThat(dialog(page).locator(".says")).not().containsText("Loading the preview");
            assertThat(barriers(page, scheme)).as("%s %s", question, scheme).isEmpty();
            dialog(page).locator("button[type=submit]").click();
            assertThat(dialog(page)).containsText("Give a reason for the audit log");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("%s fits %s", question, scheme)
                    .isEqualTo(true);
            page.keyboard().press("Escape");
            assertThat(dialog(page)).hasCount(0);
        }
        assertThat(commandsOfAdmin()).isEqualTo(before);
    }

    private long commandsOfAdmin() {
        return setup().count("SELECT count(*) FROM job_audit WHERE actor = 'admin'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator"})
    void offersCommandsByRole(String role) {
        Page page = setup().browser().loggedIn(role, "");
        for (ConsoleQuestion question : ConsoleQuestion.values()) {
            setup().browser().go(page, question.place);
            assertThat(heading(page)).not().isEmpty();
            assertThat(page.locator(".waiting")).hasCount(0);
            if (question.role.equals(role)) {
                assertThat(button(page, question.button).first()).isVisible();
            } else {
                assertThat(page.locator("main section").first()).isVisible();
                assertThat(button(page, question.button)).hasCount(0);
            }
        }
    }

    @Test
    void restartsAService() {
        Page page = setup().browser().loggedIn("operator", "/services");
        Locator card = region(page, "flusher");
        button(card, "Restart").click();
        assertThat(dialog(page).locator(".says")).containsText("restarts on every node");
        because(page, "it hangs", "Restart");
        Locator objection = dialog(page).getByRole(AriaRole.ALERT);
        assertThat(objection).containsText(MATCH + " is being played");
        assertThat(objection.getByLabel("Override")).hasCount(0);
        setup().jdbi().useHandle(handle -> handle.execute("UPDATE fixtures SET phase = 'FINISHED' WHERE id = 77"));
        submit(dialog(page), "Restart");
        assertThat(page.locator("#toasts")).containsText("flusher restarts on 1 node");
        assertThat(card).containsText("Restart requested by operator");
        assertThat(card).containsText("done after");
        assertThat(setup().count("SELECT count(*) FROM job_audit WHERE action = 'restart-service' AND subject LIKE"
                        + " '%flusher' AND reason = 'it hangs'"))
                .isEqualTo(1);
    }

    @Test
    void retriesAFailedSettlement() {
        Page page = setup().browser().loggedIn("operator", "");
        String settlements = "**/v1/ops/settlements?*";
        page.route(settlements, Route::abort);
        setup().browser().go(page, "/settlements");
        Locator open = region(page, "Not settled").getByRole(AriaRole.LISTITEM);
        assertThat(open.first()).containsText("Anchor vs Bay waits for its settlement, at step FREEZE, which failed:");
        assertThat(open.last()).containsText(MATCH);
        assertThat(open.last().locator("> a, > button"))
                .hasCount(0); // it is unknown whether a settlement was requested
        page.unroute(settlements);
        setup().browser().go(page, "");
        setup().browser().go(page, "/settlements");
        button(open.last(), "Settle " + MATCH + " by hand").click();
        dialog(page).getByLabel("How").selectOption("VOID");
        submit(dialog(page), "Preview");
        assertThat(dialog(page).locator(".says")).containsText("VOID would close 0 long positions");
        assertThat(dialog(page).locator(".says .note"))
                .containsText("Only an admin can request to settle it all the same.");
        assertThat(barriers(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(open.first().locator("> a")).hasAttribute("href", "/console/settlements/78");
        open.first().locator("> a").click();
        Locator card = region(page, "Anchor vs Bay");
        assertThat(card).containsText("the hot store says something odd");
        redis.del("fixture:78");
        button(card, "Retry now").click();
        because(page, "the store is itself again", "Retry now");
        assertThat(page.locator("#toasts")).containsText("Retrying.");
        assertThat(card.locator(".state").first()).hasText("settled");
        assertThat(card.locator(".saga li.done")).hasCount(5);
        assertThat(button(card, "Retry now")).hasCount(0);
    }

    @Test
    void silencesUnsilencesAndClosesAnAlert() {
        Page page = setup().browser().loggedIn("operator", "/alerts");
        Locator open =
                region(page, "Open").getByRole(AriaRole.LISTITEM).filter(new Locator.FilterOptions().setHasText(ALERT));
        button(open, "Silence").click();
        dialog(page).getByLabel("For how long").selectOption("PT4H");
        because(page, "known since Monday", "Silence");
        assertThat(open).containsText("silenced by operator until ");
        setup().browser().go(page, "");
        assertThat(heading(page)).not().hasText("Loading …");
        assertThat(page.getByText("Alert: " + ALERT)).hasCount(0);
        setup().browser().go(page, "/alerts");

        button(open, "Unsilence").click();
        because(page, "the provider says that it is over", "Unsilence");
        assertThat(open).not().containsText("silenced");
        button(open, "Close").click();
        because(page, "nothing more of it", "Close alert");
        assertThat(region(page, "Resolved")).containsText(ALERT);
        assertThat(open).hasCount(0);
        setup().browser().go(page, "/audit?actor=operator");
        assertThat(page.locator(".audit")).containsText("nothing more of it");
    }

    @Test
    void repairsAStuckTrigger() {
        Page page = setup().browser().loggedIn("operator", "/jobs/" + RETENTION);
        assertThat(heading(page)).containsText("error");
        button(page.locator(".findings"), "Repair").click();
        assertThat(dialog(page).locator(".says")).containsText("It is error and");
        because(page, "the deploy is over", "Repair");
        assertThat(page.locator("#toasts")).containsText(RETENTION + " is repaired.");
        assertThat(heading(page)).not().containsText("error");
        assertThat(setup().count("SELECT count(*) FROM job_audit WHERE action = 'repair-stuck-trigger' AND actor ="
                        + " 'operator' AND subject = 'platform/retention'"))
                .isEqualTo(1);
        // It was overdue, and so runs at once.
        await().atMost(SOON)
                .until(() ->
                        setup().count("SELECT count(*) FROM job_executions WHERE job_name = 'retention' AND outcome ="
                                        + " 'SUCCEEDED'")
                                > 0);
        assertThat(region(page, "Runs")).containsText("succeeded");
    }

    @Test
    void pausingAGuardedJobNeedsForce() {
        Page page = setup().browser().loggedIn("operator", "/jobs/" + SETTLE);
        click(page, "Pause");
        because(page, "a quiet evening", "Pause");
        Locator objection = dialog(page).getByRole(AriaRole.ALERT);
        assertThat(objection).containsText("Blocked: a match is live.");
        assertThat(objection).containsText(MATCH + " is being played");
        assertThat(barriers(page)).isEmpty();
        assertThat(setup().count("SELECT count(*) FROM job_pauses")).isZero();
        submit(dialog(page), "Pause");
        assertThat(objection).isVisible();
        dialog(page).getByLabel("Override").check();
        submit(dialog(page), "Pause");
        assertThat(dialog(page)).hasCount(0);
        assertThat(heading(page)).containsText("paused");
        assertThat(setup().count("SELECT count(*) FROM job_pauses WHERE job_name = 'settle'"))
                .isEqualTo(1);
    }

    @Test
    void showsAKilledNodeAndItsLostRun(@TempDir Path folder) throws Exception {
        try (LoneNode lone =
                LoneNode.start(setup().database(), "killed-node", DRILL, folder.resolve("killed-node.log"))) {
            await().atMost(SOON.multipliedBy(2)).until(() -> !running().isEmpty());
            String run = running();
            Page page = setup().browser().loggedIn("viewer", "/executions/" + run);
            assertThat(page.getByText("halfway, more or less")).isVisible();
            assertThat(page.getByText("killed-node").first()).isVisible();
            Page beside = page.context().newPage();
            beside.navigate(setup().browser().at("/cluster"));
            Locator card = region(beside, "killed-node");
            assertThat(card.locator(".state").first()).hasText("firing");
            lone.kill();
            assertThat(card.locator(".state").first()).hasText("dead");
            assertThat(card).containsText(Pattern.compile("found by (" + ConsoleSetup.NODE + "-|another-node)"));
            assertThat(heading(page)).containsText("lost");
            setup().browser().go(beside, "");
            assertThat(beside.getByLabel("Needs attention")).containsText("A node died");
        }
    }

    private String running() {
        return setup().jdbi()
                .withHandle(handle ->
                        handle.createQuery("""
                        SELECT id::text FROM job_executions WHERE node = 'killed-node' AND outcome = 'RUNNING' AND percent = 42
                        """).mapTo(String.class).findFirst().orElse(""));
    }
}
