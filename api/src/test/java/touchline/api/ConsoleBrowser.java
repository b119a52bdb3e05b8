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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.OperatorEntry;
import touchline.api.operator.OperatorsFile;
import touchline.api.operator.PasswordHash;
import touchline.api.operator.Role;

/** A browser that looks at a node's console, one page at a time; there is an operator for each role, named after it. */
final class ConsoleBrowser implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "a password for tests";
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD);

    private final Chromium chromium = Chromium.open();
    private final IntSupplier port;
    private final List<String> complaints = new ArrayList<>();
    private @Nullable BrowserContext context;

    /** Where the node answers may change. */
    ConsoleBrowser(IntSupplier port) {
        this.port = port;
        PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
    }

    /** A file for {@code OPERATORS_FILE}. */
    static Path operators(Path folder) throws IOException {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"));
        file.write(Arrays.stream(Role.values())
                .map(role -> new OperatorEntry(role.word(), role, HASH))
                .toList());
        return file.path();
    }

    String at(String place) {
        return "http://127.0.0.1:" + port.getAsInt() + "/console" + place;
    }

    Page loggedIn(String role, String place) {
        return loggedIn(role, place, ColorScheme.LIGHT, 1280);
    }

    Page loggedIn(String role, String place, ColorScheme scheme, int width) {
        Page page = page(scheme, width);
        page.navigate(at(place));
        logIn(page, role);
        assertThat(heading(page)).not().hasText("Touchline");
        return page;
    }

    static void logIn(Page page, String role) {
        page.getByLabel("Name").fill(role);
        page.getByLabel("Password").fill(PASSWORD);
        click(page, "Log in");
    }

    Page page(ColorScheme scheme, int width) {
        leave();
        complaints.clear();
        BrowserContext opened = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setTimezoneId("Europe/Berlin")
                        .setViewportSize(width, 900));
        context = opened;
        opened.setDefaultTimeout((double) SOON.toMillis());
        Page page = opened.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** What the browser has complained of since the page was opened. */
    List<String> complaints() {
        return complaints;
    }

    /** What axe finds. */
    static List<?> barriers(Page page) {
        page.evaluate(AxeBuilder.getAxeScript());
        return (List<?>) page.evaluate("""
                axe.run({resultTypes: ['violations']})
                   .then(found => found.violations.map(one => one.id + ' ' + one.nodes.slice(0, 3).map(node => node.html)))
                """);
    }

    static Locator heading(Page page) {
        return page.locator("h1");
    }

    static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
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

    /** Closes the page. */
    void leave() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    @Override
    public void close() {
        chromium.close();
    }
}
