package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that are filtered: rows belong to the filter that is shown. */
abstract class ConsoleFilterCases {
    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        setup().browser().loggedIn("viewer", "/nowhere").unrouteAll();
        setup().reset();
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
