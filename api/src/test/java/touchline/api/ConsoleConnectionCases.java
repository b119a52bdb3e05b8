package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** A connection that is open but dead: nothing arrives, and nothing says so. */
abstract class ConsoleConnectionCases {
    /** Milliseconds. Pings come every 10 s. */
    private static final int LONG_SILENCE = 30_000;

    abstract ConsoleSetup setup();

    @Test
    void theConsoleNoticesThatEventsAreSwallowed() throws Exception {
        try (SwallowingProxy proxy = new SwallowingProxy(() -> setup().port());
                BrowserContext context = Chromium.browser().newContext()) {
            Page page = context.newPage();
            page.clock().install();
            page.navigate(proxy.at("/console/services"));
            ConsoleBrowser.logIn(page, "viewer");
            notices(page, proxy, page.getByTitle("Changes are shown at once"));
        }
    }

    @Test
    void theTradingPageNoticesThatEventsAreSwallowed() throws Exception {
        try (SwallowingProxy proxy = new SwallowingProxy(() -> setup().port());
                BrowserContext context = Chromium.browser().newContext()) {
            Page page = context.newPage();
            page.clock().install();
            page.navigate(proxy.at("/trade"));
            notices(page, proxy, page.locator(".air.live"));
        }
    }

    private static void notices(Page page, SwallowingProxy proxy, Locator isLive) {
        assertThat(isLive).isVisible();
        proxy.swallow(true);
        // What passed before may arrive after a jump of the clock.
        for (int jump = 0; jump < 20 && isLive.count() > 0; jump++) {
            jump(page);
        }
        assertThat(isLive).hasCount(0);
        proxy.swallow(false);
        // The request that was swallowed is given up, and another is made.
        jump(page);
        jump(page);
        assertThat(isLive).isVisible();
    }

    private static void jump(Page page) {
        page.clock().fastForward(LONG_SILENCE);
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }
}
