package touchline.sandbox.demo;

import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.audit.Audit;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.instrument.Instruments;
import touchline.market.matchfeed.FixtureId;
import touchline.market.outbox.OutboxLags;
import touchline.market.settlement.status.SettlementStatusQuery;
import touchline.market.store.RedisConnections;
import touchline.stores.Stores;

/** The demo's own connections to the stores, for its board and its summary. */
record DemoBooks(Jdbi jdbi, RedisClient redis) implements AutoCloseable {

    static DemoBooks open(Stores stores) {
        Properties login = new Properties();
        login.setProperty("user", stores.databaseUser());
        login.setProperty("password", stores.databasePassword());
        return new DemoBooks(
                Jdbi.create(stores.databaseUrl(), login),
                RedisConnections.to(stores.redisUrl()).pool("demo", 8));
    }

    FixtureRepository fixtures() {
        return new FixtureRepository(jdbi);
    }

    MatchEventQuery events() {
        return new MatchEventQuery(jdbi);
    }

    SettlementStatusQuery settlements() {
        return new SettlementStatusQuery(jdbi);
    }

    Instruments instruments() {
        return new Instruments(redis);
    }

    OutboxLags lags() {
        return new OutboxLags(redis, jdbi);
    }

    Audit audit() {
        return new Audit(redis, jdbi);
    }

    long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    long count(String sql, FixtureId fixture) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("fixture", fixture.value())
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void close() {
        redis.close();
    }
}
