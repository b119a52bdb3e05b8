package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import touchline.scheduler.job.JobName;

/**
 * Takes the pictures in {@code docs/console} of a demo that runs, every screen wide and narrow: {@code docs/console/take-pictures} starts both.
 *
 * <p>For pages that a demo leaves empty, operators give commands, and a second node runs a drill until it is killed.
 */
class ConsolePictures {
    private static final String DEMO = System.getProperty("pictures.of", "");
    private static final String DATABASE = System.getProperty("pictures.database", "");
    private static final String PASSWORD = System.getProperty("pictures.password", "");
    private static final JobName DRILL = JobName.of("drill/rehearsal");
    private static final Duration A_MATCH = Duration.ofMinutes(20);
    private static final double PATIENCE_MILLIS = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What is shown of the console, and how. */
    private enum Look {
        WIDE("", ColorScheme.LIGHT, 1280, 800),
        NARROW("-narrow", ColorScheme.LIGHT, 390, 844),
        DARK("-dark", ColorScheme.DARK, 1280, 800),
        DARK_NARROW("-dark-narrow", ColorScheme.DARK, 390, 844);

        private final String ending;
        private final ColorScheme scheme;
        private final int width;
        private final int height;

        Look(String ending, ColorScheme scheme, int width, int height) {
            this.ending = ending;
            this.scheme = scheme;
            this.width = width;
            this.height = height;
        }
    }

    @Test
    void takesThem(@TempDir Path folder) throws Exception {
        try (LoneNode second = LoneNode.start(
                new LoneNode.Database(DATABASE, "postgres", "postgres"),
                "touchline-2",
                DRILL,
                folder.resolve("touchline-2.log"))) {
            new Pictures(Look.WIDE, "").take("log-in", "");
            new Pictures(Look.NARROW, "").take("log-in", "");
            await().atMost(A_MATCH).pollInterval(Duration.ofSeconds(1)).until(() -> minute() >= 30);
            giveCommands();
            await().atMost(A_MATCH)
                    .until(() -> !runs("outcome=RUNNING&group=drill").isEmpty());
            String going = run("outcome=RUNNING&group=drill");
            for (Look look : new Look[] {Look.WIDE, Look.NARROW}) {
                whileAMatchIsPlayed(look, going);
            }
            new Pictures(Look.DARK, "admin").take("overview", "");
            new Pictures(Look.DARK, "admin").take("timeline", "/timeline?span=2");
            new Pictures(Look.DARK_NARROW, "admin").take("jobs", "/jobs");

            await().atMost(A_MATCH).pollInterval(Duration.ofSeconds(1)).until(ConsolePictures::isSettled);
            second.kill();
            await().atMost(A_MATCH)
                    .until(() -> !get("/v1/ops/alerts?state=open").get("items").isEmpty());
            for (Look look : new Look[] {Look.WIDE, Look.NARROW}) {
                afterIt(look);
            }
        }
    }

    private static void whileAMatchIsPlayed(Look look, String going) throws Exception {
        String player = riskiest();
        Pictures pictures = new Pictures(look, "admin");
        // First: once the match has ended, the pause is no longer refused, and takes effect.
        Page page = pictures.go("/jobs/sportmonks/poll");
        ConsoleBrowser.click(page, "Pause");
        ConsoleBrowser.because(page, "prices look odd", "Pause");
        assertThat(page.getByText("Override")).isVisible();
        pictures.take("pause");
        pictures.take("overview", "");
        pictures.take("jobs", "/jobs");
        pictures.take("job", "/jobs/sportmonks/poll");
        page = pictures.go("/jobs/platform/retention/schedule");
        page.locator("#cron").fill("0 0 4 ? * MON-FRI");
        assertThat(page.locator(".diff-times .added").first()).isVisible();
        pictures.take("schedule");
        pictures.take("runs", "/executions");
        pictures.take("run", "/executions/" + going);
        pictures.take("timeline", "/timeline?span=2");
        pictures.take("trends", "/trends");
        pictures.take("history", "/past?at=" + Instant.now().minusSeconds(45));
        pictures.take("market", "/market");
        pictures.take("match", "/market/" + fixture().get("id").asText());
        pictures.take("services", "/services");
        pictures.take("cluster", "/cluster");
        pictures.take("exposure", "/exposure");
        pictures.take("player", "/exposure/" + player);
        pictures.take("customers", "/customers");
        pictures.take("customer", "/customers/bot-1?show=orders");
        pictures.take("calendars", "/calendars");
        pictures.take("operators", "/operators");
        pictures.close();
    }

    private static void afterIt(Look look) throws Exception {
        Pictures pictures = new Pictures(look, "admin");
        pictures.take("overview-wrong", "");
        pictures.take("settlements", "/settlements");
        pictures.take("alerts", "/alerts");
        pictures.take("audit", "/audit");
        pictures.take("surveillance", "/surveillance");
        pictures.take("corrections", "/corrections");
        pictures.take("misfires", "/misfires");
        pictures.take("run-failed", "/executions/" + run("outcome=FAILED,LOST"));
        pictures.close();
    }

    /** Fills the audit and the surveillance. */
    private static void giveCommands() throws Exception {
        Jdbi.create(DATABASE, "postgres", "postgres")
                .useHandle(book -> book.execute("INSERT INTO customer_log_ins (user_id, address, expires_at)"
                        + " SELECT 'bot-' || n, '192.0.2.7', now() FROM generate_series(2, 5) AS n"));
        change("/v1/ops/jobs/bots/tick/pause", "{\"reason\":\"what are prices without them?\",\"until\":\"PT1H\"}");
        change("/v1/ops/jobs/bots/tick/resume", "{\"reason\":\"seen enough\",\"catchUp\":\"skip\"}");
        change("/v1/ops/jobs/sportmonks/squads/trigger", "{\"reason\":\"a player has a new name\"}");
        change("/v1/ops/services/flusher/restart", "{\"reason\":\"does it come back?\",\"force\":true}");
        send(
                "PUT",
                "/v1/ops/calendars/holidays",
                "{\"reason\":\"nobody is there\",\"description\":\"Days without upkeep\",\"yearly\":[\"12-25\",\"01-01\"]}");
        send(
                "PUT",
                "/v1/ops/jobs/platform/retention/calendar/holidays",
                "{\"reason\":\"nobody is there\",\"force\":true}");
        change(
                "/v1/ops/operators",
                "{\"name\":\"ben\",\"role\":\"operator\",\"password\":\"a password of the demo\",\"reason\":\"new on the desk\"}");
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions() // it may be frozen
                .until(ConsolePictures::correctAPrice);
    }

    private static boolean correctAPrice() throws IOException, InterruptedException {
        JsonNode risk = get("/v1/ops/exposure/instruments/" + riskiest()).get("exposure");
        String price =
                new BigDecimal(risk.get("price").asText()).add(BigDecimal.ONE).toPlainString();
        change(
                "/v1/ops/corrections",
                "{\"kind\":\"SET_PRICE\",\"instrumentId\":\"" + risk.get("id").asText() + "\",\"price\":\"" + price
                        + "\",\"reason\":\"the feed missed an assist\"}");
        return true;
    }

    /** The player on whom the house could lose most. */
    private static String riskiest() throws IOException, InterruptedException {
        String id = "";
        double most = -1;
        for (JsonNode one : get("/v1/ops/exposure/instruments?limit=200").get("items")) {
            double worst = one.at("/stake/worstCase/total").asDouble();
            if (worst > most) {
                most = worst;
                id = one.get("id").asText();
            }
        }
        return id;
    }

    private static JsonNode fixture() {
        try {
            return get("/v1/fixtures").get("items").get(0);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int minute() {
        return fixture().path("minute").asInt(0);
    }

    private static boolean isSettled() {
        return fixture().path("settlement").asText().equals("DONE");
    }

    /** The latest run that a query finds. */
    private static String run(String query) throws IOException, InterruptedException {
        return runs(query).get(0).get("id").asText();
    }

    private static JsonNode runs(String query) throws IOException, InterruptedException {
        return get("/v1/ops/executions?limit=1&" + query).get("items");
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static void change(String path, String body) throws IOException, InterruptedException {
        send("POST", path, body);
    }

    private static void send(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + answer.body());
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(DEMO + path))
                .header("Authorization", OpsNode.basic("admin", PASSWORD));
    }

    /** A browser that takes pictures of pages. */
    private static final class Pictures {
        private final Look look;
        private final BrowserContext context;
        private final Page page;

        Pictures(Look look, String role) {
            this.look = look;
            context = Chromium.browser()
                    .newContext(new Browser.NewContextOptions()
                            .setColorScheme(look.scheme)
                            .setTimezoneId("Europe/London")
                            .setViewportSize(look.width, look.height));
            context.setDefaultTimeout(PATIENCE_MILLIS);
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            page = context.newPage();
            page.navigate(DEMO + "/console");
            if (!role.isEmpty()) {
                page.getByLabel("Name").fill(role);
                page.getByLabel("Password").fill(PASSWORD);
                page.locator("form button").click();
                assertThat(page.locator("#main h1")).isVisible();
            }
        }

        Page go(String place) {
            page.navigate(DEMO + "/console" + place);
            assertThat(page.locator("h1")).isVisible();
            assertThat(page.locator(".waiting")).hasCount(0);
            return page;
        }

        void take(String name, String place) {
            go(place);
            page.waitForTimeout(place.startsWith("/market") ? 10_000 : 2_500); // until movements have ended
            take(name);
        }

        void take(String name) {
            Path file = Path.of("..", "docs", "console", name + look.ending + ".png");
            try {
                Files.write(file, FewColors.of(page.screenshot()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            context.close();
        }
    }
}
