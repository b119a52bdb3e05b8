package touchline.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.exceptions.JedisException;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.environment.EnvironmentConfigurationFactory;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.lease.Leases;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchInfo;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchSnapshot;
import touchline.market.matchfeed.MatchStatus;
import touchline.market.matchfeed.MatchTeam;
import touchline.market.money.Price;
import touchline.market.recovery.Epoch;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The pools of a node. No node runs. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
class PoolsTest {
    private static final FixtureId MATCH = FixtureId.of(7);

    private final Environment environment = new Environment("pools");
    private final List<AutoCloseable> taken = new ArrayList<>();
    private NodeContext api;
    private NodeContext background;
    private NodeContext reserved;

    @BeforeEach
    void open(TestStores stores) throws Exception {
        Map<String, String> variables = Map.of(
                "DATABASE_URL", stores.databaseUrl(),
                "DATABASE_USER", stores.user(),
                "DATABASE_PASSWORD", stores.password(),
                "REDIS_URL", stores.redisUrl(),
                "REDIS_MAY_FORGET", "1",
                "FEED_SETTLE_AFTER", "0s");
        TouchlineConfiguration configuration = new EnvironmentConfigurationFactory<>(
                        TouchlineConfiguration.class,
                        Validators.newValidator(),
                        Jackson.newObjectMapper(),
                        "dw",
                        variables)
                .build(new FileConfigurationSourceProvider(), configuration().toString());
        api = NodeContext.open(configuration, environment);
        background = api.background();
        reserved = api.reserved();
        new Epoch(api.redis(), api.jdbi()).open();
        playAMatch();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : taken) {
            each.close();
        }
        environment.lifecycle().getManagedObjects().forEach(each -> {
            try {
                each.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void leasesAndSettlementsGoOnWhileEveryOtherConnectionIsTaken() {
        Leases leases = new Leases(reserved.redis(), reserved.jdbi(), "node");
        NodeJobs jobs =
                new NodeJobs(background, reserved, MarketServices.on(background), leases, SettlementListener.NONE);
        takeAllConnections(api);
        takeAllConnections(background);

        assertThat(leases.acquire("lease:test", Duration.ofMinutes(1)))
                .hasValueSatisfying(lease -> assertThat(lease.renew()).isTrue());
        assertThat(jobs.settlement().settle(MATCH, SettlementKind.FULL_TIME, step -> {}))
                .isTrue();
    }

    /** As many slow requests would. */
    private void takeAllConnections(NodeContext context) {
        assertThatThrownBy(() -> {
                    while (true) {
                        taken.add(context.redis().pipelined());
                    }
                })
                .isInstanceOf(JedisException.class);
        assertThatThrownBy(() -> {
                    while (true) {
                        taken.add(context.jdbi().open());
                    }
                })
                .isInstanceOf(ConnectionException.class);
    }

    private void playAMatch() {
        new Instruments(api.redis())
                .list(new Listing(InstrumentId.of(1), "Player", 71, "Home", "Attacker", Price.of(1_000_000), 10_000));
        show(MatchPhase.LIVE);
        show(MatchPhase.FINISHED);
    }

    private void show(MatchPhase phase) {
        Jdbi jdbi = api.jdbi();
        FixtureRepository fixtures = new FixtureRepository(jdbi);
        Instant now = fixtures.clock();
        MatchEvents events = new MatchEvents(
                api.redis(),
                MarketServices.on(api).rules(),
                api.configuration().market().bumpTable());
        new MatchDay(fixtures, events, api.redis(), api.configuration().feed().patience())
                .observe(
                        new MatchSnapshot(
                                MATCH,
                                new MatchInfo(
                                        732,
                                        "Home vs Away",
                                        now.minusSeconds(600),
                                        new MatchTeam(71, "Home"),
                                        new MatchTeam(72, "Away")),
                                new MatchStatus(
                                        phase == MatchPhase.LIVE ? 2 : 5,
                                        phase == MatchPhase.LIVE ? "INPLAY_1ST_HALF" : "FT",
                                        phase),
                                new MatchScore(1, 0, null, null),
                                10,
                                List.of()),
                        now);
    }

    private static Path configuration() {
        Path here = Path.of("config.yml").toAbsolutePath();
        return Files.exists(here) ? here : Path.of("../config.yml").toAbsolutePath();
    }
}
