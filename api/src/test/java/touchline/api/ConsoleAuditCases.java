package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.click;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of the audit shows newer entries, or says that there are some, with and without the stream of events. */
abstract class ConsoleAuditCases {
    private static final String STREAM = "**/v1/ops/events";

    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        setup().browser().unrouteAll();
        connectAgain(setup().browser().loggedIn("viewer", "/nowhere"));
        setup().reset();
    }

    @Test
    void aNewEntryIsShownWhileTheStreamDoesNotOpen() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        holdStream(page);
        setup().browser().go(page, "/audit?actor=no-stream");
        assertThat(page.getByText("No entries.")).isVisible();
        add("no-stream", "of now", 1);
        assertThat(page.locator(".audit")).containsText("of now");
    }

    @Test
    void aStreamThatDoesNotOpenIsRequestedAgain() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        holdStream(page);
        Locator isLive = page.getByTitle("Changes are shown at once");
        assertThat(isLive).hasCount(0);
        page.unroute(STREAM); // the request that is held stays without an answer
        assertThat(isLive).isVisible();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoReadsEarlierEntriesIsToldOfNewerOnes(boolean isStreamHeld) {
        String actor = "earlier-" + isStreamHeld;
        add(actor, "of old", 60);
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        if (isStreamHeld) {
            holdStream(page);
        }
        readAll(page, actor);
        add(actor, "of now", 1);
        click(page, "Show them");
        assertThat(page.locator(".audit")).containsText("of now");
        assertThat(page.getByText("There may be newer entries.")).hasCount(0);
    }

    @Test
    void whoReadsEarlierEntriesIsToldOfThoseDuringALostConnection() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        page.route(STREAM, Route::abort);
        connectAgain(page); // in vain
        add("lost", "of old", 60);
        readAll(page, "lost");
        add("lost", "of now", 1);
        page.unroute(STREAM);
        connectAgain(page);
        assertThat(page.getByText("There may be newer entries.")).isVisible();
    }

    @Test
    void aReadOfEarlierEntriesDoesNotReplaceTheOneOfNewerOnes() {
        add("both", "of old", 60);
        Page page = setup().browser().loggedIn("viewer", "/audit?actor=both");
        assertThat(button(page, "Show earlier")).isVisible();
        List<Route> latest = new ArrayList<>();
        page.route(
                address -> address.contains("/v1/ops/audit?")
                        && address.contains("limit=50")
                        && !address.contains("cursor="),
                latest::add);
        add("both", "of now", 1);
        page.waitForCondition(() -> !latest.isEmpty());
        click(page, "Show earlier");
        assertThat(page.getByText("60 in all")).isVisible();
        latest.forEach(Route::resume);
        assertThat(button(page, "Show them")).isVisible();
    }

    private void readAll(Page page, String actor) {
        setup().browser().go(page, "/audit?actor=" + actor);
        click(page, "Show earlier");
        assertThat(page.getByText("60 in all")).isVisible();
    }

    /** The request for the stream gets neither an answer nor an error. */
    private static void holdStream(Page page) {
        AtomicReference<Route> held = new AtomicReference<>();
        page.route(STREAM, held::set);
        connectAgain(page);
        page.waitForCondition(() -> held.get() != null);
    }

    private static void connectAgain(Page page) {
        page.evaluate("dispatchEvent(new Event('online'))");
    }

    private void add(String actor, String reason, int count) {
        setup().execute("""
                INSERT INTO job_audit (actor, action, subject, reason)
                SELECT '%s', 'test', 'g/j', '%s' FROM generate_series(1, %d)
                """.formatted(actor, reason, count));
    }
}
