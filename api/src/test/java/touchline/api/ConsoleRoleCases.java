package touchline.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.ConsoleBrowser.SOON;
import static touchline.api.ConsoleBrowser.barriers;
import static touchline.api.ConsoleBrowser.heading;
import static touchline.api.ConsoleBrowser.overflows;
import static touchline.api.ConsoleBrowser.region;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** Each part of the market desk, as each role, light and dark: what is shown, what is offered, and that axe finds nothing. */
abstract class ConsoleRoleCases {
    private static final String MARK = "role-case";

    abstract ConsoleSetup setup();

    /** A part of the desk: where it is, what it shows, and a command with the least role that is offered it. */
    private record Part(String place, String shows, String command, String role) {
        private static final List<Part> ALL = List.of(
                new Part("", "A correction of second-admin waits for another operator until", "", ""),
                new Part("/market", "Prices", "Halt", "operator"),
                new Part("/exposure", "Rosa Roles", "", ""),
                new Part("/exposure/901", "Biggest holders", "Set price", "operator"),
                new Part("/customers", "rolf", "", ""),
                new Part("/customers/rolf?show=orders", "equity", "Adjust cash", "admin"),
                new Part("/corrections", "a wrong price", "New correction", "operator"),
                new Part("/surveillance", "192.0.2.9", "", ""),
                new Part("/settlements", "At full time", "", ""),
                new Part("/trends", "Error budgets", "", ""),
                new Part("/past", "Jobs", "", ""),
                new Part("/timeline", "Zoom in", "", ""),
                new Part("/drills", "drill", "", ""),
                new Part("/alerts", "something broke", "Acknowledge", "operator"),
                new Part("/misfires", "Handled", "", ""),
                new Part("/calendars", "Days on which", "New calendar", "admin"),
                new Part("/audit", "Export CSV", "", ""),
                new Part("/operators", "perators", "Create operator", "admin"));
    }

    @BeforeEach
    void trade() throws Exception {
        try (RedisClient redis = RedisClient.create(setup().redisUrl())) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(901),
                            "Rosa Roles",
                            900,
                            "Quayside",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
        if (setup().count("SELECT count(*) FROM orders WHERE user_id = 'rolf'") == 0) { // the coins last for three
            setup().trade("rolf", "/v1/orders", "{\"instrumentId\":\"901\",\"side\":\"BUY\",\"quantity\":30}");
        }
        await().atMost(SOON).until(() -> setup().count("SELECT count(*) FROM orders WHERE user_id = 'rolf'") > 0);
        setup().execute("""
                INSERT INTO market_halts (scope, mode, cause, reason, halted_by)
                VALUES ('instrument:901', 'BUYING', 'OPERATOR', 'role-case', 'operator');
                INSERT INTO corrections (kind, instrument_id, price, state, needs_approval, gains, losses, customers, requested_by, reason, expires_at)
                VALUES ('SET_PRICE', 901, 1100000, 'REQUESTED', true, 3000000, 0, 1, 'second-admin', 'a wrong price', now() + interval '1 h');
                INSERT INTO customer_log_ins (user_id, address, expires_at) SELECT 'rolf-' || n, '192.0.2.9', now() FROM generate_series(1, 3) AS n;
                INSERT INTO job_alerts (rule, subject, severity, summary) VALUES ('role-case', 'role-case', 'WARNING', 'something broke')
                """);
    }

    @AfterEach
    void reset() {
        setup().execute("""
                UPDATE market_halts SET lifted_at = now(), lifted_by = 'a test', version = nextval('market_halt_versions') WHERE lifted_at IS NULL;
                DELETE FROM corrections;
                DELETE FROM customer_log_ins WHERE user_id LIKE 'rolf%';
                DELETE FROM job_alerts WHERE rule = 'role-case'
                """);
        setup().reset();
    }

    @ParameterizedTest
    @CsvSource({"viewer, LIGHT", "viewer, DARK", "operator, LIGHT", "operator, DARK", "admin, DARK"})
    void eachRoleSeesAllPartsAndIsOfferedItsCommands(String role, ColorScheme scheme) {
        int width = scheme == ColorScheme.LIGHT ? 1280 : 390;
        Page page = setup().browser().loggedIn(role, "/nowhere", scheme, width);
        for (Part part : Part.ALL) {
            setup().browser().go(page, part.place());
            assertThat(heading(page)).not().isEmpty();
            assertThat(page.locator("main")).containsText(part.shows());
            assertThat(page.locator(".waiting")).hasCount(0);
            assertThat(page.locator(".bar").first()).containsText(MARK);
            if (!part.command().isEmpty()) {
                Locator command = ConsoleBrowser.button(page, part.command());
                if (List.of("viewer", "operator", "admin").indexOf(role)
                        >= List.of("viewer", "operator", "admin").indexOf(part.role())) {
                    assertThat(command.first()).isVisible();
                } else {
                    assertThat(command).hasCount(0);
                }
            }
            assertThat(barriers(page, scheme))
                    .as("%s %s %s", part, role, scheme)
                    .isEmpty();
            assertThat(overflows(page)).as("%s %s", part, scheme).isFalse();
        }
        assertThat(region(page, "All")).hasCount(role.equals("admin") ? 1 : 0);
    }
}
