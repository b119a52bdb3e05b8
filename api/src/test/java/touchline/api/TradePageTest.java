package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** The trading page in a browser, during a match. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
        value = "touchline.api.Chromium#isThere",
        disabledReason = "no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
@SuppressWarnings("NullAway.Init")
class TradePageTest {
    /** Keeps in {@code said} what the page's short messages say. */
    private static final String KEEPS_MESSAGES = """
            window.said = [];
            document.addEventListener('DOMContentLoaded', () => {
                const toasts = document.getElementById('toasts');
                if (toasts !== null) {
                    new MutationObserver(() => said.push(toasts.innerText)).observe(toasts, { childList: true, subtree: true, characterData: true });
                }
            });
            """;

    final List<String> complaints = new ArrayList<>();
    SharedNode shared;
    BrowserContext context;
    Page page;

    @BeforeAll
    void start(SharedNode node) {
        shared = node;
    }

    @AfterEach
    void close() {
        context.close();
        complaints.clear();
    }

    @Test
    void itSaysThatTheConnectionIsGoneAndComesBack() {
        open(ColorScheme.LIGHT, 768, "", "/trade");
        assertThat(page.locator(".air")).hasText("Live");
        context.setOffline(true);
        assertThat(page.locator(".banner.bad")).containsText("No connection.");
        barriers();
        context.setOffline(false);
        assertThat(page.locator(".air")).hasText("Live");
        assertThat(page.locator(".banner")).hasCount(0);
    }

    void open(ColorScheme scheme, int width, String user, String path) {
        open(shared.node().port(), scheme, width, user, path);
    }

    /** Opens the page of another node. */
    void open(int port, ColorScheme scheme, int width, String user, String path) {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) ConsoleBrowser.SOON.toMillis());
        context = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(width, 900));
        context.setDefaultTimeout((double) ConsoleBrowser.SOON.toMillis());
        if (!user.isEmpty()) {
            context.addInitScript("sessionStorage.setItem('touchline-session', JSON.stringify({token: '"
                    + TestNode.token(user) + "', user: {id: '" + user + "', name: '" + user
                    + "'}, expiresAt: Date.now() + 3_600_000}))");
        }
        context.addInitScript(KEEPS_MESSAGES);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.navigate("http://127.0.0.1:" + port + path);
    }

    /** Goes to another place without loading the page again. */
    void go(String path) {
        page.evaluate("""
                address => {
                    history.pushState(null, '', address);
                    dispatchEvent(new PopStateEvent('popstate'));
                }
                """, path);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    void barriers() {
        assertThat(ConsoleBrowser.barriers(page)).isEmpty();
        assertThat(ConsoleBrowser.overflows(page)).isFalse();
    }

    @Nested
    class Match extends TradedMatchCases {
        Match() {
            super(TradePageTest.this);
        }
    }

    @Nested
    class Layout extends TradeLayoutCases {
        Layout() {
            super(TradePageTest.this);
        }
    }

    @Nested
    class Account extends TradeAccountCases {
        Account() {
            super(TradePageTest.this);
        }
    }
}
