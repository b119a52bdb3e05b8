package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static touchline.market.audit.PlayedMarket.GOING_ON;
import static touchline.market.audit.PlayedMarket.goal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.Refusal;
import touchline.market.TestEvents;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.correction.Correction;
import touchline.market.correction.CorrectionExecution;
import touchline.market.correction.CorrectionKind;
import touchline.market.correction.CorrectionPreview;
import touchline.market.correction.CorrectionRepository;
import touchline.market.correction.CorrectionTarget;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.outbox.Flusher;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The stream of an instrument's ticks is overwritten: a step that would move the price changes nothing of the instrument, and the books agree once it is mended. */
@ExtendWith(StoresExtension.class)
class OverwrittenTickStreamTest {
    private static final String TICKS = "price_ticks:5";
    private static final InstrumentId SCORER = InstrumentId.of(5);

    private PlayedMarket played;

    @BeforeEach
    void open(TestStores stores) throws InterruptedException {
        played = new PlayedMarket(stores);
        flush();
    }

    @AfterEach
    void booksAgree() throws InterruptedException {
        flush();
        AuditReport report = new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        played.close();
    }

    @Test
    void aCorrectionOfThePriceIsRefused() {
        Correction correction =
                correction(played.market.instrument(SCORER).price().tenThousandths() + 10_000);
        overwrite();
        List<String> before = withoutNotes();

        assertThat(execution().execute(correction)).contains(Refusal.UNAVAILABLE);

        assertThat(withoutNotes()).isEqualTo(before);
        mend();
        assertThat(execution().execute(correction)).isEmpty();
    }

    @Test
    void aCorrectionOfAPlayerWhoseMatchIsOverwrittenIsRefused() {
        Correction correction =
                correction(played.market.instrument(SCORER).price().tenThousandths() + 10_000);
        played.market.redis.rename("fixture:8", "kept");
        played.market.redis.set("fixture:8", "overwritten");
        List<String> before = withoutNotes();

        assertThat(execution().execute(correction)).contains(Refusal.UNAVAILABLE);

        assertThat(withoutNotes()).isEqualTo(before);
        assertThat(played.market.redis.hkeys("set_aside")).containsExactly("key fixture:8");
        played.market.redis.rename("kept", "fixture:8");
        played.market.redis.del("set_aside");
    }

    @Test
    void anEventMovesTheOtherPlayersAndThisOneOnceItIsMended() {
        overwrite();
        long base = base(5);
        long other = base(6);

        play();

        assertThat(base(5)).isEqualTo(base);
        assertThat(base(6)).isGreaterThan(other);
        assertThat(played.market.redis.hkeys("set_aside")).containsExactly("event 30 of 5");
        mend();
        play();
        assertThat(base(5)).isGreaterThan(base);
    }

    @Test
    void aSettlementDoesNotEndBeforeItIsMended() {
        played.finish();
        // The shares are sold and the positions closed before the last step, which lets the price go back to the base.
        SettlementListener overwriting = (fixture, step, affected) -> {
            if (step.name().equals("CLOSE_CFDS")) {
                overwrite();
            }
        };

        assertThatThrownBy(() -> played.settlement(overwriting).settle(GOING_ON, SettlementKind.FULL_TIME, step -> {}))
                .isInstanceOf(JedisDataException.class)
                .hasMessageContaining(TICKS);

        assertThat(played.market.redis.hget("instrument:5", "frozen_for")).isEqualTo("8");
        mend();
        assertThat(played.settlement(SettlementListener.NONE).settle(GOING_ON, SettlementKind.FULL_TIME, step -> {}))
                .isTrue();
        assertThat(played.market.redis.hget("instrument:5", "frozen_for")).isNull();
    }

    private void play() {
        played.observe(
                GOING_ON, 102, MatchPhase.LIVE, List.of(goal(2, 5, false), goal(3, 6, true), late(30, 5), late(31, 6)));
    }

    private static MatchEvent late(long id, long player) {
        return TestEvents.event(id, EventKind.GOAL, 102, player, null, 60);
    }

    private CorrectionExecution execution() {
        return new CorrectionExecution(
                played.jdbi,
                played.market.redis,
                TestMarket.RULES,
                played.market.events,
                (fixture, kind, correction) -> Optional.empty());
    }

    private Correction correction(long price) {
        CorrectionTarget target = new CorrectionTarget(CorrectionKind.SET_PRICE, null, null, 5L, price, null);
        return played.jdbi.inTransaction(book -> {
            long id = CorrectionRepository.add(
                            book,
                            target,
                            new CorrectionPreview.Totals(0, 0, 0),
                            false,
                            new CorrectionRepository.Requester("ann", "a wrong price", Duration.ofHours(1)))
                    .orElseThrow();
            return CorrectionRepository.find(book, id).orElseThrow();
        });
    }

    private void overwrite() {
        played.market.redis.rename(TICKS, "kept");
        played.market.redis.set(TICKS, "overwritten");
    }

    private void mend() {
        played.market.redis.rename("kept", TICKS);
        played.market.redis.del("set_aside");
    }

    private long base(long player) {
        return played.market.instrument(InstrumentId.of(player)).basePrice().tenThousandths();
    }

    private List<String> withoutNotes() {
        return played.market.everything().stream()
                .filter(line -> !line.startsWith("set_aside="))
                .toList();
    }

    private void flush() throws InterruptedException {
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
    }
}
