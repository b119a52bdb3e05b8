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

/**
 * A page of a browser at a node's console. All tests share it: to load the console again costs ten times as much as to go to
 * another place in it.
 */
final class ConsoleBrowser implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final int HEIGHT = 900;

    private final TestStores stores;
    private final IntSupplier port;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private String loadedFor = "";

    /** The port may change between tests. */
    ConsoleBrowser(TestStores stores, IntSupplier port) {
        this.stores = stores;
        this.port = port;
        PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
        context = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setTimezoneId("Europe/Berlin")
                        .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout((double) SOON.toMillis());
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
    }

    String at(String place) {
        return "http://127.0.0.1:" + port.getAsInt() + "/console" + place;
    }

    Page loggedIn(String role, String place) {
        return loggedIn(role, place, ColorScheme.LIGHT, 1280);
    }

    /** With a session of its own, without the form. */
    Page loggedIn(String role, String place, ColorScheme scheme, int width) {
        if (loadedFor.equals(role)) {
            show(scheme, width);
            complaints.clear();
            go(page, place);
        } else {
            empty(scheme, width);
            String[] cookie =
                    TestOperators.session(stores.dataSource(), role).cookie().split("=", 2);
            context.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(at(""))));
            page.navigate(at(place));
            loadedFor = role;
        }
        assertThat(page.locator("#main h1")).isVisible();
        return page;
    }

    static void logIn(Page page, String role) {
        page.getByLabel("Name").fill(role);
        page.getByLabel("Password").fill(TestOperators.PASSWORD);
        click(page, "Log in");
    }

    /** An empty page without a session. */
    Page empty(ColorScheme scheme, int width) {
        loadedFor = "";
        page.navigate("about:blank");
        context.clearCookies();
        complaints.clear();
        show(scheme, width);
        return page;
    }

    private void show(ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, HEIGHT);
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

    /**
     * The violations that axe finds: in the open dialog, or in the page if there is none. Rows of a list are alike, and each costs axe a tenth of a second: the first
     * ones are searched.
     */
    static List<?> barriers(Page page) {
        return barriers(page, "");
    }

    /** Those of colors and of scrolling in the dark scheme, whose other violations a test finds in the light one; all in the light scheme. */
    static List<?> barriers(Page page, ColorScheme scheme) {
        return barriers(
                page,
                scheme == ColorScheme.LIGHT
                        ? ""
                        : ", runOnly: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']");
    }

    private static List<?> barriers(Page page, String rules) {
        loadAxe(page);
        return (List<?>) page.evaluate("""
                () => {
                    const dialogs = [...document.querySelectorAll('dialog[open], [role=dialog]')];
                    const more = ['tr', 'li', '[role=option]'].flatMap(row => [...document.querySelectorAll(`${row}:nth-child(n+13)`)]);
                    return axe.run({include: [dialogs.at(-1) ?? document.documentElement], exclude: more},
                                   {resultTypes: ['violations'], preload: false, selectors: false%s})
                        .then(found => found.violations.map(one => one.id + ' ' + one.nodes.slice(0, 3).map(node => node.html)));
                }
                """.formatted(rules));
    }

    /** A page has a dozen colors, and axe would parse them a thousand times: that took half of its time. */
    static void loadAxe(Page page) {
        if (Boolean.TRUE.equals(page.evaluate("'axe' in window"))) {
            return;
        }
        page.evaluate(AxeBuilder.getAxeScript());
        page.evaluate("""
                () => {
                    const color = axe.commons.color.Color.prototype;
                    const parse = color.parseString;
                    const known = new Map();
                    color.parseString = function (text) {
                        if (!known.has(text)) {
                            parse.call(this, text);
                            known.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
                        }
                        return Object.assign(this, known.get(text));
                    };
                }
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

    /**
     * Removes the routes of the page. Call it before another page is loaded: a request that is under way while the last route is removed may never be answered, as that for
     * the stream of events.
     */
    void unrouteAll() {
        page.unrouteAll();
    }

    /** Ends a test: a place that reads nothing, and no dialog or message for the next test to find. */
    void leave() {
        context.pages().stream().filter(other -> other != page).forEach(Page::close);
        if (loadedFor.isEmpty()
                || page.locator("[role=dialog], dialog, #toasts > *").count() > 0) {
            empty(ColorScheme.LIGHT, 1280);
        } else {
            go(page, "/nowhere");
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
