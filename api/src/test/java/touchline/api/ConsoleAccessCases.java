package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.because;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.click;
import static touchline.api.ConsoleBrowser.dialog;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.region;
import static touchline.api.ConsoleBrowser.submit;
import static touchline.api.ConsoleSetup.CANARY;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.api.operator.totp.TestApp;
import touchline.market.customer.EmailDigests;

/** Log-in, roles and the connection of the console to its node. */
abstract class ConsoleAccessCases {
    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        setup().reset();
    }

    @Test
    void worksBelowAPathPrefixWithoutErrorsOnTheFirstVisit() throws Exception {
        try (PrefixProxy proxy = new PrefixProxy("/touchline", () -> setup().port())) {
            Page page = setup().browser().empty(ColorScheme.LIGHT, 1280);
            page.navigate(proxy.at("/console/jobs/" + CANARY));
            assertThat(page.getByLabel("Password")).isVisible();
            assertThat(setup().browser().complaints()).isEmpty();

            ConsoleBrowser.logIn(page, "viewer");
            assertThat(heading(page)).containsText(CANARY);
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Cluster"))
                    .first()
                    .click();
            assertThat(heading(page)).containsText("Cluster");
            assertThat(page).hasURL(proxy.at("/console/cluster"));
            page.reload();
            assertThat(heading(page)).containsText("Cluster");

            page.navigate(proxy.at("/docs"));
            Locator example = page.locator("[id='placeOrder'] .example").first();
            assertThat(example.locator(".command pre")).containsText(proxy.at("/v1/orders"));
            assertThat(page.getByRole(
                            AriaRole.LINK,
                            new GetByRoleOptions().setName("openapi.json").setExact(true)))
                    .hasAttribute("href", proxy.at("/openapi.json"));
            assertThat(setup().browser().complaints()).isEmpty();
        }
    }

    @Test
    void logInReturnsToTheRequestedPlace() {
        Page page = setup().browser().empty(ColorScheme.LIGHT, 1280);
        page.navigate(setup().browser().at("/jobs/" + CANARY));
        page.getByLabel("Name").fill("operator");
        page.getByLabel("Password").fill("something else");
        click(page, "Log in");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("wrong");
        ConsoleBrowser.logIn(page, "operator");
        assertThat(heading(page)).containsText(CANARY);
        assertThat(page).hasTitle(CANARY + " · Touchline");

        click(page, "Log out");
        assertThat(page.getByLabel("Password")).isVisible();
    }

    @Test
    void aLogInByAProviderThatIsAwaySaysSoAndKeepsThePlace() {
        Page page = setup().browser().empty(ColorScheme.LIGHT, 1280);
        page.navigate(setup().browser().at("/jobs/" + CANARY));
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Log in with the company’s account"))
                .click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not answer");
        assertThat(page).hasURL(setup().browser().at("/jobs/" + CANARY));
        ConsoleBrowser.logIn(page, "operator");
        assertThat(heading(page)).containsText(CANARY);
    }

    @Test
    void anEmailAddressIsSearchedWithoutALogHavingIt() {
        EmailDigests digests = new EmailDigests(List.of(TestNode.SECRET.getBytes(StandardCharsets.UTF_8)));
        setup().execute("INSERT INTO users (id, name, kind, created_at) VALUES ('mailed', 'Mae Led', 'HUMAN', now())");
        setup().execute("INSERT INTO customer_log_ins (user_id, expires_at, email_digest) VALUES ('mailed', now(), '"
                + digests.of("mae@example.com") + "')");
        Page page = setup().browser().loggedIn("operator", "/customers");
        List<String> requested = new CopyOnWriteArrayList<>();
        page.onRequest(request -> requested.add(request.url()));
        Locator search = page.locator("main input[type=search]");
        for (String typed : List.of("mae", "mae@exam", "mae@example.com")) {
            search.fill(typed);
            // An address that is not complete is searched for nowhere.
            assertThat(region(page, "Found")).containsText(typed.contains("@") ? "Not searched yet" : "Mae Led");
        }
        assertThat(barriers(page)).isEmpty();
        search.press("Enter");
        assertThat(region(page, "Found").locator("tbody tr")).hasCount(1);
        assertThat(region(page, "Found")).containsText("Mae Led");
        // What concerns a customer lets the page read again, which is no search.
        setup().execute("UPDATE users SET name = 'Mae Wed' WHERE id = 'mailed'");
        setup().execute(
                        "INSERT INTO job_audit (actor, action, subject, reason) VALUES ('ann', 'block-customer', 'customer mailed', 'a test')");
        assertThat(region(page, "Found")).containsText("Mae Wed");
        assertThat(setup().count("SELECT count(*) FROM job_audit WHERE action = 'find-customer'"))
                .isEqualTo(1);
        region(page, "Found").getByText("Mae Wed").click();
        assertThat(heading(page)).hasText("Mae Wed");
        page.goBack();
        assertThat(search).hasValue("mae@example.com");
        assertThat(region(page, "Found")).containsText("Mae Wed");
        page.keyboard().press("Control+k");
        dialog(page).getByRole(AriaRole.COMBOBOX).fill("mae@example.com");
        page.waitForResponse(
                "**/v1/ops/customers/search",
                () -> dialog(page).getByRole(AriaRole.COMBOBOX).fill("mae wed"));
        assertThat(dialog(page)).containsText("Mae Wed");
        page.keyboard().press("Escape");
        assertThat(setup().count("SELECT count(*) FROM job_audit WHERE action = 'find-customer'"))
                .isEqualTo(1);
        requested.add(page.url());
        assertThat(requested).noneMatch(address -> address.contains("%40") || address.contains("mae"));
        setup().execute("DELETE FROM users WHERE id = 'mailed'");
    }

    @Test
    void anAdminCreatesAnOperatorWhoChoosesAPassword() {
        Page page = setup().browser().loggedIn("admin", "/operators");
        assertThat(region(page, "Operators, table")).containsText("second-admin");
        click(page, "Create operator");
        dialog(page).locator("input[name=name]").fill("dora");
        because(page, "new on the desk", "Create");
        assertThat(dialog(page)).containsText("One-time password of dora");
        String oneTime = dialog(page).locator("code").textContent();
        assertThat(barriers(page)).isEmpty();
        click(page, "Done");
        assertThat(region(page, "Operators, table")).containsText("one-time password");
        click(page, "Log out");

        page.getByLabel("Name").fill("dora");
        page.getByLabel("Password").fill(oneTime);
        click(page, "Log in");
        page.getByLabel("New password").fill("dora's own password");
        assertThat(barriers(page)).isEmpty();
        click(page, "Log in");
        assertThat(page.locator(".who")).containsText("dora");
        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Operators")))
                .hasCount(0);

        page.locator(".who a").click();
        click(page, "Turn on");
        dialog(page).getByLabel("Your password").fill("dora's own password");
        submit(dialog(page), "Continue");
        TestApp app = new TestApp(dialog(page).locator(".secret code").textContent());
        dialog(page)
                .getByLabel("Code that the app shows")
                .fill(app.code(Instant.now().plusSeconds(30)));
        submit(dialog(page), "Turn on");
        assertThat(dialog(page)).containsText("Recovery codes");
        String recovery = dialog(page).locator(".secret code").first().textContent();
        assertThat(barriers(page)).isEmpty();
        click(page, "Done");
        click(page, "Log out");
        page.getByLabel("Name").fill("dora");
        page.getByLabel("Password").fill("dora's own password");
        click(page, "Log in");
        page.getByLabel("Code").fill(recovery);
        assertThat(barriers(page)).isEmpty();
        click(page, "Log in");
        assertThat(page.locator("main")).containsText("Recovery codes left");
    }

    @ParameterizedTest
    @CsvSource({"viewer, false, false", "operator, true, false", "admin, true, true"})
    void offersOnlyWhatTheRoleMayDo(String role, boolean steers, boolean setsUp) {
        Page page = setup().browser().loggedIn(role, "/jobs/" + CANARY);
        assertThat(page.getByText("Last ran at")
                        .or(page.getByText("Not due yet"))
                        .first())
                .isVisible();
        offers(button(page, "Run now"), steers);
        offers(button(page, "Pause"), steers);
        offers(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Schedule")), setsUp);
        setup().browser().go(page, "/jobs");
        assertThat(page.getByText(CANARY)).isVisible();
        offers(page.getByRole(AriaRole.CHECKBOX, new GetByRoleOptions().setName("Select " + CANARY)), steers);
        setup().browser().go(page, "/cluster");
        // Nodes and scheduler are read apart from each other, and each brings its buttons.
        assertThat(page.getByText("another-node").first()).isVisible();
        assertThat(page.locator(".sub")).containsText("run jobs");
        offers(button(page, "Drain"), steers);
        offers(button(page, "Pause everything"), setsUp);
        setup().browser().go(page, "/services");
        assertThat(page.getByText("Stopwatch")).isVisible();
        offers(button(page, "Restart"), steers);
    }

    private static void offers(Locator what, boolean isOffered) {
        if (isOffered) {
            assertThat(what.first()).isVisible();
        } else {
            assertThat(what).hasCount(0);
        }
    }

    @Test
    void endedSessionAsksForLogInAndReturns() {
        Page page = setup().browser().loggedIn("viewer", "/jobs/" + CANARY);
        setup().execute("DELETE FROM operator_sessions");
        assertThat(page.getByLabel("Password")).isVisible();
        ConsoleBrowser.logIn(page, "viewer");
        assertThat(heading(page)).containsText(CANARY);
    }

    @Test
    void showsChangesWithoutAReload() {
        Page page = setup().browser().loggedIn("viewer", "/jobs/" + CANARY);
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        setup().jdbi().useHandle(handle -> {
            handle.execute(
                    "INSERT INTO job_pauses (job_group, job_name, actor, reason) VALUES ('platform', 'canary', 'x', 'y')");
            handle.execute(
                    "INSERT INTO job_audit (actor, action, subject, reason) VALUES ('x', 'pause', 'platform/canary', 'y')");
        });
        assertThat(heading(page)).containsText("paused");
    }

    @Test
    void showsThatTheServerIsGoneAndReconnects() throws Exception {
        Page page = setup().browser().loggedIn("viewer", "/jobs");
        assertThat(page.getByText(CANARY)).isVisible();
        int port = setup().port();
        setup().stopNode();
        try {
            assertThat(page.locator(".bar.bad")).containsText("No response from the server since");
            assertThat(page.getByText(CANARY)).isVisible();
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Overview"))
                    .first()
                    .click();
            assertThat(heading(page)).hasText("No answer from the server");
            assertThat(region(page, "Recent changes")).containsText("This could not be loaded.");
        } finally {
            setup().startNodeAt(port);
        }
        assertThat(page.locator(".bar.bad")).hasCount(0);
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }
}
