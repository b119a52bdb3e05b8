package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
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
