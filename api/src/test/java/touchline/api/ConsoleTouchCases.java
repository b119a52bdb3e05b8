package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.overflows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The timeline by fingers, on a screen of 390 px. */
@SuppressWarnings("NullAway.Init")
abstract class ConsoleTouchCases {
    /** Of the first lane, from the top of the picture: below the axis and the names of its node and job. */
    private static final int LANE = 79;

    private static final Pattern SOME_RUNS = Pattern.compile("[1-9].* runs over time.*");

    private CDPSession fingers;

    abstract ConsoleSetup setup();

    @AfterEach
    void reset() {
        fingers.send("Emulation.setTouchEmulationEnabled", json("{enabled: false}"));
        fingers.detach();
        setup().execute("DELETE FROM job_executions WHERE trigger_name = 'touch'");
        setup().reset();
    }

    @Test
    void aTimelineIsDraggedAndPinched() {
        // Without a run in the time that is dragged to, there is no picture to pinch.
        setup().execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'sportmonks', 'poll', 'touch', 'past-node', t, t, t + interval '40 seconds', 'SUCCEEDED'
                FROM (SELECT now() - n * interval '30 minutes' AS t FROM generate_series(1, 40) AS n) AS runs
                """);
        Page page = open("/timeline?span=360");
        Locator picture = picture(page);
        int y = top(picture) + 30;
        touch("touchStart", y, 220);
        touch("touchMove", y, 260);
        touch("touchMove", y, 320);
        touch("touchEnd", y);
        assertThat(page).hasURL(Pattern.compile(".*span=360.*to=.*"));
        assertThat(picture).hasAttribute("aria-label", SOME_RUNS);
        touch("touchStart", y, 240, 260);
        touch("touchMove", y, 220, 280);
        touch("touchMove", y, 200, 320);
        touch("touchEnd", y);
        assertThat(page).hasURL(Pattern.compile(".*span=180.*"));
        assertThat(picture).hasAttribute("aria-label", SOME_RUNS);
        touch("touchStart", y, 120, 320);
        touch("touchMove", y, 180, 280);
        touch("touchMove", y, 210, 250);
        touch("touchEnd", y);
        assertThat(page).hasURL(Pattern.compile(".*span=360.*"));
    }

    @Test
    void aTapNamesARunAndALinkOpensIt() {
        // The node is the first of all, so that its lane is at the top.
        setup().execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'sportmonks', 'poll', 'touch', '0-node', t, t, t + interval '8 minutes', 'SUCCEEDED'
                FROM (SELECT now() - interval '9 minutes' AS t) AS past
                """);
        long run = setup().count("SELECT id FROM job_executions WHERE trigger_name = 'touch'");
        Page page = open("/timeline?span=10");
        Locator tip = page.locator(".tip");

        tapUntil(page, LANE + 13, "sportmonks/poll #" + run + " succeeded"); // 8 px below it
        int top = top(picture(page));
        assertThat(page).hasURL(Pattern.compile(".*/timeline.*"));
        assertThat(barriers(page)).isEmpty();
        assertThat(overflows(page)).isFalse();
        // A finger that scrolls the page moves no time.
        touch("touchStart", top + LANE, 200);
        touch("touchMove", top + LANE - 40, 200);
        touch("touchMove", top + LANE - 90, 205);
        touch("touchEnd", 0);
        assertThat(page).hasURL(setup().browser().at("/timeline?span=10"));
        tap(200, top(picture(page)) + 30);
        assertThat(tip).not().containsText("#" + run);

        tapUntil(page, LANE, "#" + run);
        BoundingBox open = box(tip.locator("a"));
        tap((int) (open.x + open.width / 2), (int) (open.y + open.height / 2));
        assertThat(page).hasURL(setup().browser().at("/executions/" + run));
        assertThat(heading(page)).containsText("#" + run);
    }

    private Page open(String place) {
        Page page = setup().browser().loggedIn("viewer", place, ColorScheme.LIGHT, 390);
        fingers = page.context().newCDPSession(page);
        fingers.send("Emulation.setTouchEmulationEnabled", json("{enabled: true, maxTouchPoints: 2}"));
        return page;
    }

    private static Locator picture(Page page) {
        Locator picture = page.locator("#gantt");
        assertThat(picture).hasAttribute("aria-label", SOME_RUNS);
        picture.scrollIntoViewIfNeeded();
        return picture;
    }

    private static int top(Locator picture) {
        return (int) box(picture).y;
    }

    private static BoundingBox box(Locator part) {
        return Objects.requireNonNull(part.boundingBox());
    }

    /** While runs are being read, lanes move. */
    private void tapUntil(Page page, int y, String words) {
        Locator tip = page.locator(".tip");
        for (int tries = 0; tries < 300 && !tip.textContent().contains(words); tries++) {
            tap(200, top(picture(page)) + y);
            page.waitForTimeout(200);
        }
        assertThat(tip).containsText(words);
    }

    private void tap(int x, int y) {
        touch("touchStart", y, x);
        touch("touchEnd", y);
    }

    private void touch(String type, int y, int... xs) {
        String points = IntStream.range(0, xs.length)
                .mapToObj(finger -> "{x: " + xs[finger] + ", y: " + y + ", id: " + finger + "}")
                .collect(Collectors.joining(", "));
        fingers.send("Input.dispatchTouchEvent", json("{type: " + type + ", touchPoints: [" + points + "]}"));
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
