package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import touchline.api.operator.TestOperators;
import touchline.stores.junit.TestStores;

/** Looks at a node's console, one page at a time. */
final class ConsoleBrowser implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final int HEIGHT = 900;

    private final TestStores stores;
    private final IntSupplier port;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    /** The port may change from one page to the next. */
    ConsoleBrowser(TestStores stores, IntSupplier port) {
        this.stores = stores;
        this.port = port;
        PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
        // One for all pages, so that scripts and styles are read once.
        context = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setTimezoneId("Europe/Berlin")
                        .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout((double) SOON.toMillis());
    }

    String at(String place) {
        return "http://127.0.0.1:" + port.getAsInt() + "/console" + place;
    }

    Page loggedIn(String role, String place) {
        return loggedIn(role, place, ColorScheme.LIGHT, 1280);
    }

    /** With a session of its own, without the form. */
    Page loggedIn(String role, String place, ColorScheme scheme, int width) {
        Page page = page(scheme, width);
        String[] cookie =
                TestOperators.session(stores.dataSource(), role).cookie().split("=", 2);
        context.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(at(""))));
        page.navigate(at(place));
        assertThat(page.locator("#main h1")).isVisible();
        return page;
    }

    static void logIn(Page page, String role) {
        page.getByLabel("Name").fill(role);
        page.getByLabel("Password").fill(TestOperators.PASSWORD);
        click(page, "Log in");
    }

    Page page(ColorScheme scheme, int width) {
        leave();
        complaints.clear();
        Page page = context.newPage();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, HEIGHT);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** Goes to another place without loading the page again, as a link does. */
    void go(Page page, String place) {
        page.evaluate("""
                address => {
                    history.pushState(null, '', address);
                    dispatchEvent(new PopStateEvent('popstate'));
                }
                """, at(place));
    }

    /** Errors and warnings that the browser has logged since the page was opened. */
    List<String> complaints() {
        return complaints;
    }

    /** The violations that axe finds. */
    static List<?> barriers(Page page) {
        if (!Boolean.TRUE.equals(page.evaluate("'axe' in window"))) {
            page.evaluate(AxeBuilder.getAxeScript());
        }
        return (List<?>) page.evaluate("""
                axe.run({resultTypes: ['violations'], preload: false})
                   .then(found => found.violations.map(one => one.id + ' ' + one.nodes.slice(0, 3).map(node => node.html)))
                """);
    }

    static Locator heading(Page page) {
        return page.locator("h1");
    }

    static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** Whether the page scrolls sideways. */
    static boolean overflows(Page page) {
        return !Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"));
    }

    /** A part of the page with a name of its own: a card, or a section. */
    static Locator region(Page page, String name) {
        return page.getByRole(
                AriaRole.REGION, new GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    static void click(Page page, String name) {
        button(page, name).first().click();
    }

    static void submit(Locator dialog, String name) {
        button(dialog, name).click();
    }

    /** Says why, and does it. */
    static void because(Page page, String why, String act) {
        dialog(page).getByLabel("Why").fill(why);
        submit(dialog(page), act);
    }

    /** Closes the page and ends its session in the browser. */
    void leave() {
        context.pages().forEach(Page::close);
        context.clearCookies();
    }

    @Override
    public void close() {
        context.close();
    }
}
