package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.because;
import static touchline.api.ConsoleBrowser.button;
import static touchline.api.ConsoleBrowser.click;
import static touchline.api.ConsoleBrowser.dialog;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.overflows;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bad night: what can't be read is not shown as fresh, no refusal is lost, and amounts are exact. */
abstract class ConsoleTroubleCases {
    private static final String UNAVAILABLE = """
            {"type":"unavailable","title":"Unavailable","status":503,"detail":"Postgres is out of reach.","reason":"store-unavailable"}
            """;

    abstract ConsoleSetup setup();

    @BeforeEach
    void addCustomers() {
        setup().execute("""
                INSERT INTO users (id, name, kind, created_at)
                VALUES ('trouble-1', 'Trouble One', 'HUMAN', now()), ('trouble-2', 'Trouble Two', 'HUMAN', now())
                """);
    }

    @AfterEach
    void reset() {
        setup().browser().unrouteAll();
        setup().browser().loggedIn("viewer", "/nowhere");
        setup().execute("DELETE FROM adjustments");
        setup().execute("DELETE FROM corrections");
        setup().execute("DELETE FROM users WHERE id LIKE 'trouble-%'");
        setup().reset();
    }

    @Test
    void theOverviewDoesNotSayThatAllIsWellWhileItCannotReadTheAlerts() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        page.route("**/v1/ops/alerts?state=open", route -> refuse(route, 503));
        setup().browser().go(page, "");
        Locator wrong = page.getByLabel("Needs attention");
        assertThat(wrong).containsText("Alerts can’t be read");
        assertThat(wrong).containsText("Postgres is out of reach.");
        assertThat(heading(page)).containsText("wrong");
        // The node has answered: nothing is lost but what it lacks.
        assertThat(page.locator(".bar.bad")).hasCount(0);
        page.unroute("**/v1/ops/alerts?state=open");
        assertThat(page.getByText("Alerts can’t be read")).hasCount(0);
    }

    @Test
    void whatWasNeverReadIsNamedAndNotCalledEmpty() {
        Page page = setup().browser().loggedIn("viewer", "/nowhere");
        page.route("**/v1/fixtures?*", route -> refuse(route, 503));
        page.route("**/v1/ops/set-aside?*", route -> refuse(route, 503));
        setup().browser().go(page, "");
        assertThat(page.locator(".head .sub")).containsText("The matches can’t be read.");
        setup().browser().go(page, "/settlements");
        assertThat(region(page, "Set aside").getByRole(AriaRole.ALERT)).containsText("Postgres is out of reach.");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void aValueThatCannotBeReadAgainIsShownAsOld(ColorScheme scheme) {
        Page page = setup().browser().loggedIn("viewer", "/services", scheme, 390);
        assertThat(region(page, "flusher")).isVisible();
        page.route("**/v1/ops/services", route -> refuse(route, 500));
        Locator old = page.locator("main > .note.warn");
        assertThat(old).containsText("this can’t be read again. Postgres is out of reach.");
        assertThat(region(page, "flusher")).isVisible();
        assertThat(barriers(page, scheme)).isEmpty();
        assertThat(overflows(page)).isFalse();
        page.unroute("**/v1/ops/services");
        assertThat(old).hasCount(0);
    }

    @Test
    void rowsOfAnotherSearchAreNotTheResultOfOneThatFails() {
        Page page = setup().browser().loggedIn("operator", "/customers");
        page.locator("main input[type=search]").fill("trouble one");
        Locator found = region(page, "Found");
        assertThat(found).containsText("Trouble One");
        AtomicReference<Route> read = new AtomicReference<>();
        page.route("**/v1/ops/customers/search", route -> only("two", route, read));
        page.locator("main input[type=search]").fill("trouble two");
        assertThat(found.locator("[inert]")).containsText("Trouble One");
        page.waitForCondition(() -> read.get() != null);
        refuse(Objects.requireNonNull(read.get()), 422);
        assertThat(found.getByRole(AriaRole.ALERT)).containsText("Postgres is out of reach.");
        assertThat(found).not().containsText("Trouble One");

        setup().browser().go(page, "/surveillance");
        assertThat(region(page, "Round trips between accounts")).isVisible();
        page.route("**/v1/ops/surveillance?days=31", route -> refuse(route, 503));
        page.getByLabel("Of").selectOption("31");
        assertThat(page.locator("main").getByRole(AriaRole.ALERT)).containsText("Postgres is out of reach.");
        assertThat(region(page, "Round trips between accounts")).hasCount(0);
    }

    private static void only(String text, Route route, AtomicReference<Route> held) {
        if (route.request().postData().contains(text)) {
            held.set(route);
        } else {
            route.resume();
        }
    }

    @Test
    void aTimelineThatCannotBeReadAgainIsShownAsOld() {
        Page page = setup().browser().loggedIn("viewer", "/timeline");
        assertThat(page.locator(".head .sub .num").first()).hasText(Pattern.compile("[1-9].* runs?"));
        page.route("**/v1/ops/executions?*", route -> refuse(route, 503));
        assertThat(page.locator("main > .note.warn")).containsText("this can’t be read again.");
        assertThat(page.locator("#gantt")).isVisible();
    }

    @Test
    void aTimelineKeepsItsPictureWhileASlowReadFails() {
        Page page = setup().browser().loggedIn("viewer", "/timeline");
        assertThat(page.locator(".head .sub .num").first()).hasText(Pattern.compile("[1-9].* runs?"));
        AtomicReference<Route> slow = new AtomicReference<>();
        page.route("**/v1/ops/executions?*", slow::set);
        page.waitForCondition(() -> slow.get() != null);
        // What happens meanwhile wants another read, within a third of a second.
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
        page.evaluate("() => new Promise(later => setTimeout(later, 1_000))");
        refuse(Objects.requireNonNull(slow.get()), 503);
        assertThat(page.locator("main > .note.warn")).containsText("this can’t be read again.");
        assertThat(page.locator("#gantt")).isVisible();
    }

    @Test
    void aSlowAnswerDoesNotReplaceTheOneOfALaterQuestion() {
        setup().execute("""
                INSERT INTO job_audit (actor, action, subject, reason)
                VALUES ('slow-ann', 'test', 'g/j', 'of ann'), ('slow-ben', 'test', 'g/j', 'of ben')
                """);
        Page page = setup().browser().loggedIn("viewer", "/customers");
        AtomicReference<Route> slow = new AtomicReference<>();
        page.route("**/v1/ops/customers/search", route -> only("one", route, slow));
        page.locator("main input[type=search]").fill("trouble one");
        page.waitForCondition(() -> slow.get() != null);
        page.locator("main input[type=search]").fill("trouble two");
        assertThat(region(page, "Found")).not().containsText("Trouble One");
        assertThat(region(page, "Found")).containsText("Trouble Two");
        answer(page, Objects.requireNonNull(slow.get()));
        assertThat(region(page, "Found").textContent()).contains("Trouble Two").doesNotContain("Trouble One");

        slow.set(null);
        page.route("**/v1/ops/audit?actor=slow-ann*", slow::set);
        setup().browser().go(page, "/audit");
        Locator by = page.getByLabel("By", new Page.GetByLabelOptions().setExact(true));
        by.fill("slow-ann");
        page.waitForCondition(() -> slow.get() != null);
        by.fill("slow-ben");
        assertThat(page.locator(".audit")).not().containsText("of ann");
        assertThat(page.locator(".audit")).containsText("of ben");
        answer(page, Objects.requireNonNull(slow.get()));
        assertThat(page.locator(".audit").textContent()).contains("of ben").doesNotContain("of ann");
    }

    @Test
    void aRefusalAfterTheDialogWasClosedIsShown() {
        Page page = setup().browser().loggedIn("operator", "/jobs/" + ConsoleSetup.CANARY);
        AtomicReference<Route> sent = new AtomicReference<>();
        page.route("**/v1/ops/jobs/platform/canary/pause", sent::set);
        click(page, "Pause");
        because(page, "a quiet night", "Pause");
        page.waitForCondition(() -> sent.get() != null);
        page.keyboard().press("Escape");
        assertThat(dialog(page)).hasCount(0);
        refuse(Objects.requireNonNull(sent.get()), 503);
        assertThat(page.locator("#toasts .bad"))
                .containsText("Pause " + ConsoleSetup.CANARY + ": Postgres is out of reach.");
        assertThat(barriers(page)).isEmpty();
    }

    @Test
    void nothingIsCorrectedWithoutItsPreview() {
        Page page = setup().browser().loggedIn("operator", "/corrections");
        AtomicReference<Integer> previews = new AtomicReference<>(0);
        page.route("**/v1/ops/corrections/preview", route -> {
            if (previews.updateAndGet(n -> n + 1) == 1) {
                route.fulfill(new Route.FulfillOptions()
                        .setStatus(200)
                        .setContentType("application/json")
                        .setBody("{}"));
            } else {
                refuse(route, 503);
            }
        });
        click(page, "New correction");
        dialog(page).getByLabel("Match (id)").fill("1");
        dialog(page).getByLabel("Event (id)").fill("2");
        button(dialog(page), "Preview").click();
        assertThat(dialog(page).getByRole(AriaRole.ALERT))
                .containsText("The preview is not available. Postgres is out of reach.");
        assertThat(button(dialog(page), "Correct")).isDisabled();
    }

    @Test
    void anApprovalShowsTheAmountToTheLastDigit() {
        setup().execute("""
                INSERT INTO adjustments (user_id, amount, state, requested_by, reason, expires_at)
                VALUES ('trouble-1', -12345678, 'REQUESTED', 'second-admin', 'paid twice', now() + interval '1 h')
                """);
        Page page = setup().browser().loggedIn("admin", "/customers");
        Locator waiting = region(page, "To approve");
        assertThat(waiting).containsText("−1,234.5678");
        waiting.getByRole(AriaRole.BUTTON).first().click(); // Approve
        assertThat(dialog(page).locator(".says")).containsText("1,234.5678 coins to the house from trouble-1");
    }

    @Test
    void whatWaitsForApprovalIsShownHoweverManyWereDecidedSince() {
        setup().execute("""
                INSERT INTO adjustments (user_id, amount, state, requested_by, reason, expires_at)
                SELECT 'trouble-1', 10000, CASE n WHEN 1 THEN 'REQUESTED' ELSE 'REFUSED' END, 'second-admin', 'of ' || n, now() + interval '1 h'
                FROM generate_series(1, 60) AS n
                """);
        setup().execute("""
                INSERT INTO corrections (kind, trade_id, state, needs_approval, gains, losses, customers, requested_by, reason, expires_at)
                SELECT 'CANCEL_ORDER', n, CASE n WHEN 1 THEN 'REQUESTED' ELSE 'REFUSED' END, true, 0, 0, 0, 'second-admin', 'of ' || n, now() + interval '1 h'
                FROM generate_series(1, 110) AS n
                """);
        Page page = setup().browser().loggedIn("admin", "/customers");
        assertThat(region(page, "To approve").locator("tbody tr")).hasCount(1);
        setup().browser().go(page, "/corrections");
        assertThat(region(page, "To approve").locator("tbody tr")).hasCount(1);
        assertThat(region(page, "Decided").locator("tbody tr")).hasCount(100);
    }

    private static void refuse(Route route, int status) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/problem+json")
                .setBody(UNAVAILABLE));
    }

    /** Lets a request go on, and waits until the page has read its answer and has drawn after that. */
    private static void answer(Page page, Route route) {
        page.evaluate("""
                () => {
                    const text = Response.prototype.text;
                    window.readAnswers = [];
                    Response.prototype.text = async function () {
                        const read = await text.call(this);
                        window.readAnswers.push(this.url);
                        return read;
                    };
                }
                """);
        String address = route.request().url();
        route.resume();
        page.waitForCondition(
                () -> Boolean.TRUE.equals(page.evaluate("address => window.readAnswers.includes(address)", address)));
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }
}
