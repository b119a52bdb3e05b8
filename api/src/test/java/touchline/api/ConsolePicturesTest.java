package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures in {@code docs/console} of a demo that runs; docs/console.md tells the command. */
@EnabledIfSystemProperty(
        named = "pictures.of",
        matches = "http.*",
        disabledReason = "takes pictures, when asked to, of a demo that runs")
class ConsolePicturesTest {
    private static final int HIGH = 900;

    @Test
    void takesThem() {
        try (Chromium chromium = Chromium.open()) {
            take(chromium, ColorScheme.LIGHT, 1440, "overview", "");
            take(chromium, ColorScheme.DARK, 1440, "overview-dark", "");
            take(chromium, ColorScheme.LIGHT, 390, "overview-narrow", "");
            take(chromium, ColorScheme.LIGHT, 1440, "jobs", "/jobs");
            take(chromium, ColorScheme.LIGHT, 1440, "job", "/jobs/sportmonks/poll");
            take(chromium, ColorScheme.DARK, 1440, "timeline-dark", "/timeline?span=2");
        }
    }

    private static void take(Chromium chromium, ColorScheme scheme, int width, String name, String place) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setTimezoneId("Europe/London")
                        .setViewportSize(width, HIGH));
        Page page = context.newPage();
        page.navigate(System.getProperty("pictures.of") + "/console" + place);
        page.getByLabel("Name").fill("admin");
        page.getByLabel("Password").fill(System.getProperty("pictures.password", ""));
        page.locator("form button").click();
        assertThat(page.locator("main h1")).isVisible();
        assertThat(page.locator(".waiting")).hasCount(0);
        page.waitForTimeout(6_000); // for what moves to have moved
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("..", "docs", "console", name + ".png")));
        context.close();
    }
}
