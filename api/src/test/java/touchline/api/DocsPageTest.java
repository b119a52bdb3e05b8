package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documentation page in a browser. {@code -Ddocs.pictures=FOLDER} keeps pictures of it. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
        value = "touchline.api.Chromium#isThere",
        disabledReason = "no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
@SuppressWarnings("NullAway.Init")
class DocsPageTest {
    private static final double PATIENCE_MILLIS = 60_000;

    private OpsNode node;
    private BrowserContext context;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    void start(SharedNode shared) {
        node = shared.node();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        context = Chromium.browser().newContext();
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterAll
    void close() {
        context.close();
    }

    /** Contrast is judged on some articles with all that they unfold: the others are of the same elements, and a browser takes a minute for all. */
    @ParameterizedTest
    @CsvSource({"LIGHT, 1400", "DARK, 390"})
    void everyCallIsShownAccessiblyWithinTheWindow(ColorScheme scheme, int width) {
        open(scheme, width, "");
        assertThat(page.locator("article").first()).isVisible();
        assertThat(page.locator("article").count()).isGreaterThan(50);
        picture(scheme + "-" + width);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("no horizontal overflow")
                .isEqualTo(true);
        unfold(30);
        // What depends on neither the scheme nor the width is searched once.
        boolean first = scheme == ColorScheme.LIGHT;
        assertThat(barriers(
                        first
                                ? "rules: {'color-contrast': {enabled: false}}"
                                : "runOnly: ['scrollable-region-focusable']"))
                .isEmpty();

        page.getByRole(AriaRole.SEARCHBOX).fill("/v1/positions post");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText(Pattern.compile("^\\s*\\d of"));
        assertThat(page.locator("article").count()).isGreaterThan(1);
        unfold(100);
        assertThat(barriers(
                        first
                                ? "rules: {}"
                                : "runOnly: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']"))
                .isEmpty();
        assertThat(complaints).isEmpty();
    }

    @Test
    void aSearchFiltersTheCalls() {
        reopen();
        assertThat(page.locator("article").first()).isVisible();
        page.keyboard().press("/");
        page.keyboard().type("position 409 insufficient-funds");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("0 of");
        page.getByRole(AriaRole.SEARCHBOX).fill("insufficient-funds post");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("3 of");
        assertThat(page.locator("article")).hasCount(3);
        assertThat(page.locator("article h3").first()).containsText("/v1/orders");
        picture("search");
    }

    @Test
    void anExampleHasACommandToCopyAndItsAnswer() {
        open(ColorScheme.DARK, 1400, "#placeOrder");
        var example = page.locator("[id='placeOrder'] .example").first();
        assertThat(example.locator(".command pre")).containsText("curl -s");
        assertThat(example.locator(".command pre")).containsText("-H 'Idempotency-Key: my-first-order'");
        assertThat(example.locator(".command pre")).containsText("http://127.0.0.1:" + node.port() + "/v1/orders");
        assertThat(example.locator(".answer")).containsText("\"averagePrice\": \"110.0028\"");
        example.getByRole(AriaRole.BUTTON).click();
        assertThat(example.getByRole(AriaRole.BUTTON)).not().hasText("Copy");
        picture("order");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Light")).click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        page.evaluate("localStorage.clear()");
    }

    @Test
    void aCallIsTriedWithATokenAndItsAnswerIsShown() {
        open(ColorScheme.LIGHT, 390, "");
        page.getByRole(AriaRole.SEARCHBOX).fill("/v1/keys post");
        var call = page.locator("[id='makeApiKey'] .try-out");
        call.getByRole(AriaRole.BUTTON).click();
        call.getByLabel("Token or API key").fill(TestNode.token("docs-reader"));
        assertThat(call.getByLabel("Body")).hasValue(Pattern.compile("\"expiresInDays\""));
        assertThat(barriers("rules: {}")).isEmpty();
        call.getByText("Send: it takes effect").click();
        assertThat(call.locator(".answer")).containsText("\"key\": \"tlk_");
        assertThat(call.locator(".status")).hasText("201");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);

        page.getByRole(AriaRole.SEARCHBOX).fill("/v1/market get");
        var other = page.locator("[id='readMarket'] .try-out");
        other.getByRole(AriaRole.BUTTON).click();
        other.getByText("Send", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(other.locator(".answer")).containsText("\"feeBps\": 100");
        assertThat(page.locator("[id='streamMarket'] .try-out")).hasCount(0);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aProblemLinksToItsDescription() {
        reopen();
        page.locator("[id='placeOrder'] a[href='#problem-price-moved']").click();
        assertThat(page.locator("#problem-price-moved")).isInViewport();
        assertThat(page.locator("#problem-price-moved")).containsText("409");
    }

    private void open(ColorScheme scheme, int width, String anchor) {
        page.navigate("about:blank");
        complaints.clear();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 900);
        page.navigate("http://127.0.0.1:" + node.port() + "/docs" + anchor);
    }

    /** As {@link #open}, without loading the page again, which costs seconds. */
    private void reopen() {
        if (page.url().endsWith("/docs")) {
            page.setViewportSize(1400, 900);
            page.getByRole(AriaRole.SEARCHBOX).fill("");
            page.evaluate("document.activeElement.blur(), window.scrollTo(0, 0)");
        } else {
            open(ColorScheme.LIGHT, 1400, "");
        }
    }

    private void picture(String name) {
        String folder = System.getProperty("docs.pictures");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
        }
    }

    private void unfold(int most) {
        page.evaluate(
                "most => [...document.querySelectorAll('article details')].slice(0, most).forEach(one => one.open = true)",
                most);
    }

    private List<?> barriers(String rules) {
        ConsoleBrowser.loadAxe(page);
        return (List<?>) page.evaluate("""
                axe.run({resultTypes: ['violations'], selectors: false, %s})
                   .then(found => found.violations.map(one => one.id + ' ' + one.nodes.slice(0, 3).map(node => node.html)))
                """.formatted(rules));
    }
}
