package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Takes the pictures in {@code docs/trade} of a demo that runs, during a match: {@code docs/console/take-pictures} starts both. */
class TradePictures {
    private static final String DEMO = System.getProperty("pictures.of", "");
    private static final double PATIENCE_MILLIS = 120_000;

    @Test
    void takesThem() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (BrowserContext context = context(ColorScheme.DARK, 1280, 800)) {
            Page page = logIn(context, "alice");
            assertThat(page.locator(".events").getByText("Goal").first()).isVisible(); // so that a chart has one
            page.reload(); // now the scorer comes first
            page.locator(".player-row").first().click();
            buy(page);
            openLong(page);
            page.locator(".side-column .position-row", new Page.LocatorOptions().setHasText("Long"))
                    .first()
                    .click();
            assertThat(page.locator(".level.take")).isVisible();
            take(page, "player");
            page.locator(".brand").click();
            assertThat(page.locator(".player-row").first()).isVisible();
            take(page, "matches");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            page.locator(".board").first().click();
            assertThat(page.locator(".board.big")).isVisible();
            take(page, "match");
        }
        try (BrowserContext context = context(ColorScheme.DARK, 390, 844)) {
            Page page = logIn(context, "alice");
            take(page, "matches-narrow");
            page.navigate(DEMO + "/trade/portfolio");
            assertThat(page.locator(".money-parts")).isVisible();
            take(page, "portfolio-narrow");
            page.navigate(DEMO + "/trade/players?sort=move");
            page.locator(".player-row").first().click();
            page.locator(".sides").getByText("Short").click();
            page.locator(".level-row.stop .switch").click();
            page.locator(".level-row.take .switch").click();
            page.evaluate("scrollTo(0, 0)");
            take(page, "player-narrow");
            page.locator(".ticket").scrollIntoViewIfNeeded();
            page.evaluate("document.querySelector('.ticket').scrollIntoView()");
            page.evaluate("scrollBy(0, -64)");
            take(page, "ticket-narrow");
        }
    }

    private static BrowserContext context(ColorScheme scheme, int width, int height) {
        BrowserContext context = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setLocale("en-GB")
                        .setTimezoneId("Europe/London")
                        .setViewportSize(width, height));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context;
    }

    private static Page logIn(BrowserContext context, String name) {
        Page page = context.newPage();
        page.navigate(DEMO + "/trade/log-in");
        page.getByText("Continue with Google").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
        assertThat(page.locator(".me")).containsText(name);
        assertThat(page.locator(".player-row").first()).isVisible();
        return page;
    }

    private static void buy(Page page) {
        trade(page, "Buy", "Bought");
    }

    private static void openLong(Page page) {
        page.locator(".sides").getByText("Long").click();
        page.locator(".level-row.stop .switch").click();
        page.locator(".level-row.take .switch").click();
        trade(page, "Long", "Position open");
    }

    /** Sends it again if an event of the match prevents it. */
    private static void trade(Page page, String side, String done) {
        page.locator(".sides").getByText(side).click();
        Locator messages = page.locator("#toasts");
        for (int attempt = 0; attempt < 10; attempt++) {
            Locator send = page.locator(".ticket form button[class*=wide]");
            assertThat(send).isEnabled();
            dismissMessages(page);
            send.click();
            assertThat(messages).not().isEmpty();
            if (messages.innerText().contains(done)) {
                return;
            }
            page.waitForTimeout(2_000);
        }
    }

    private static void take(Page page, String name) {
        page.waitForTimeout(4_000); // until small charts are read
        dismissMessages(page);
        try {
            Files.write(Path.of("..", "docs", "trade", name + ".png"), FewColors.of(page.screenshot()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void dismissMessages(Page page) {
        page.evaluate("document.querySelectorAll('#toasts button').forEach(button => button.click())");
    }
}
