package touchline.market.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import touchline.market.outbox.refill.BookGapException;
import touchline.market.outbox.refill.TrimPointRepository;
import touchline.stores.PostgresProcess;
import touchline.stores.junit.MigratedPostgres;

/** A standby of Postgres that lags is promoted while the outbox has been trimmed. Minutes pass by a clock of the test. */
class LaggingStandbyTest extends FlusherSetup {
    private static final String STREAM = "outbox:trades";
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int REPLICATED = 300;
    private static final int LACKING = 250; // more than a node of the stream, of which trimming deletes whole ones

    private final AtomicLong nanos = new AtomicLong();
    private PostgresProcess primary;
    private PostgresProcess standby;
    private Drainer drainer;

    /** The standby has the first orders, and none of what is written from now on. */
    @BeforeEach
    void replicateAndDetach(@TempDir Path folder) throws Exception {
        primary = MigratedPostgres.start(folder.resolve("one"));
        standby = PostgresProcess.standbyOf(primary, folder.resolve("other"));
        jdbi = book(primary);
        drainer = drainer();
        trade(REPLICATED);
        drain(drainer);
        standby.awaitCatchUpWith(primary);
        standby.detach();
        pass(1);
        trade(LACKING);
        drain(drainer);
    }

    @AfterEach
    void stop() throws Exception {
        standby.close();
        primary.close();
    }

    @Test
    void whatAStandbyLessThanAnHourBehindLacksIsKeptAndWrittenAgain() throws Exception {
        pass(TrimPointRepository.KEPT);
        assertThat(market.redis.xlen(STREAM)).as("it was trimmed").isLessThan(REPLICATED + LACKING);

        promote();
        Drainer successor = drainer();
        successor.trim(); // a flusher may trim before it has read anything
        drain(successor);

        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(REPLICATED + LACKING);
        assertThat(count("SELECT refilled FROM outbox_offsets WHERE stream = 'outbox:trades'"))
                .isEqualTo(LACKING);
        assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
        drain(new Drainer(OutboxStream.TICKS, market.redis, jdbi, 100, nanos::get));
        assertBookAgrees();
    }

    /** Entries would be missing in between. */
    @Test
    void nothingIsAppliedToABookThatLacksMoreThanTheStreamKeeps() throws Exception {
        pass(TrimPointRepository.KEPT + 2);
        assertThat(market.redis.xlen(STREAM)).as("it was trimmed").isLessThan(LACKING);

        promote();
        trade(1);

        Drainer successor = drainer();
        assertThatThrownBy(successor::drain).isInstanceOf(BookGapException.class);
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(REPLICATED);
    }

    private void promote() throws Exception {
        primary.kill();
        standby.promote();
        jdbi = book(standby);
    }

    private static Jdbi book(PostgresProcess postgres) {
        return Jdbi.create(postgres.url(MigratedPostgres.DATABASE), PostgresProcess.USER, "");
    }

    private Drainer drainer() {
        return new Drainer(OutboxStream.TRADES, market.redis, jdbi, 100, nanos::get);
    }

    private static void drain(Drainer drainer) throws SQLException {
        while (drainer.drain() != Drainer.Drained.EMPTY) {
            // until nothing waits
        }
    }

    private void pass(int minutes) {
        drainer.trim();
        for (int minute = 0; minute < minutes; minute++) {
            nanos.addAndGet(MINUTE);
            drainer.trim();
        }
    }
}
