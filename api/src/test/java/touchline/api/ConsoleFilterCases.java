package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that are filtered: rows belong to the filter that is shown. */
abstract class ConsoleFilterCases {
    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        setup().browser().unrouteAll();
        setup().browser().loggedIn("viewer", "/nowhere");
        setup().reset();
    }

    @Test
    void aSettlementIsShownHoweverManyWereRequestedSince() {
        setup().execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, polled_at)
                VALUES (9250, 1, 'Long Ago v Old Town', now() - interval '1 hour', 5, 'FT', 'FINISHED', true, now());
                INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at, settled_at)
                SELECT CASE n WHEN 0 THEN 9250 ELSE 925000 + n END, 'FULL_TIME', 'DONE', now() + n * interval '1 s', now() + interval '1 h'
                FROM generate_series(0, 100) AS n
                """);
        Page page = setup().browser().loggedIn("viewer", "/settlements/9250");
        assertThat(region(page, "Long Ago v Old Town")).containsText("settled");
        setup().execute("DELETE FROM fixture_settlements WHERE fixture_id = 9250 OR fixture_id > 925000");
        setup().execute("DELETE FROM fixtures WHERE id = 9250");
    }

    @Test
    void aSettlementThatAPauseHoldsSaysWhoPausedItAndUntilWhen() {
        setup().execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, over_since, polled_at)
                VALUES (9251, 1, 'Held v Paused', now() - interval '2 hours', 5, 'FT', 'FINISHED', true, now(), now());
                INSERT INTO job_pauses (job_group, job_name, actor, reason, until)
                VALUES ('sportmonks', 'settle', 'ann', 'a look first', now() + interval '1 hour');
                INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (9251, 'FULL_TIME', 'FREEZE', now())
                """);
        Page page = setup().browser().loggedIn("operator", "/settlements/9251");
        Locator card = region(page, "Held v Paused");
        assertThat(card.locator(".state").first())
                .containsText(Pattern.compile("held: paused by ann until .*\\d\\d:\\d\\d"));
        assertThat(card).not().containsText("in progress");
        setup().execute("UPDATE job_pauses SET until = NULL WHERE job_name = 'settle'");
        page.reload();
        assertThat(card.locator(".state").first()).hasText("held: paused by ann, until resumed");
        setup().execute("DELETE FROM job_pauses WHERE job_name = 'settle'");
        page.reload();
        assertThat(card.locator(".state").first()).not().containsText("held");
        setup().execute("DELETE FROM fixture_settlements WHERE fixture_id = 9251");
        setup().execute("DELETE FROM fixtures WHERE id = 9251");
    }

    @ParameterizedTest
    @CsvSource({"/audit, By, .audit", "/executions, Job, table.runs"})
    void whatWasReadForAnotherFilterIsDimmedMeanwhile(String place, String label, String list) {
        Page page = setup().browser().loggedIn("viewer", place);
        assertThat(page.locator(list)).isVisible();
        assertThat(page.locator("main [inert]")).hasCount(0);
        AtomicReference<Route> read = new AtomicReference<>();
        page.route("**/v1/ops" + place + "?*nobody*", read::set);
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill("nobody/nothing");
        page.waitForCondition(() -> read.get() != null);
        assertThat(page.locator("main [inert] " + list)).isVisible();
        Objects.requireNonNull(read.get()).resume();
        assertThat(page.locator(list)).hasCount(0);
        assertThat(page.locator("main [inert]")).hasCount(0);
    }
}
