package touchline.sandbox.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.market.audit.AuditReport;
import touchline.market.fixture.Fixture;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.outbox.OutboxLags;
import touchline.market.position.rule.CloseReason;
import touchline.market.settlement.status.SettlementStatusQuery;
import touchline.simulator.recording.Recording;

/**
 * The result of the demo as one line of JSON, from the book. Its fields are a contract.
 *
 * @param unlikeRecorded ids of fixtures whose state or score is not that of the recording
 */
record DemoSummary(
        List<Played> fixtures,
        long orders,
        long positionsOpened,
        Outbox outbox,
        Jobs jobs,
        AuditReport audit,
        List<Long> unlikeRecorded) {

    record Played(
            long id,
            String name,
            String state,
            String score,
            long events,
            long bumps,
            long ticks,
            boolean settled,
            long spotSold,
            Map<CloseReason, Integer> cfdClosed,
            @Nullable Long settleMillis) {}

    record Outbox(long written, long applied, long deadLetters) {}

    record Jobs(long executions, long failed) {}

    static DemoSummary of(DemoBooks books, List<Recording> recordings) throws InterruptedException {
        AuditReport audit = books.audit().run(); // drains first
        OutboxLags.Lag lag = books.lags().total();
        return new DemoSummary(
                recordings.stream().map(recording -> played(books, recording)).toList(),
                books.count("SELECT count(*) FROM orders WHERE source = 'USER' AND state = 'FILLED'"),
                books.count("SELECT count(*) FROM cfd_positions"),
                new Outbox(lag.written(), lag.applied(), lag.deadLetters()),
                new Jobs(
                        books.count("SELECT count(*) FROM job_executions"),
                        books.count("SELECT count(*) FROM job_executions WHERE outcome = 'FAILED'")),
                audit,
                recordings.stream()
                        .filter(recording -> !isAsRecorded(books, recording))
                        .map(recording -> recording.fixture().id())
                        .toList());
    }

    /** Whether the match ended in the recorded state with the recorded score. */
    private static boolean isAsRecorded(DemoBooks books, Recording recording) {
        Recording.FinalScore result = recording.result();
        return result == null
                || books.fixtures()
                        .find(FixtureId.of(recording.fixture().id()))
                        .filter(fixture -> isCalledOffUnseen(fixture, recording)
                                || (fixture.state().equals(result.state())
                                        && Objects.equals(
                                                fixture.score().home(),
                                                result.score().home())
                                        && Objects.equals(
                                                fixture.score().away(),
                                                result.score().away())))
                        .isPresent();
    }

    String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of plain values are always written", e);
        }
    }

    @JsonIgnore
    boolean isGood() {
        return fixtures.stream().allMatch(Played::settled)
                && unlikeRecorded.isEmpty()
                && outbox.written() == outbox.applied()
                && outbox.deadLetters() == 0
                && audit.ok();
    }

    static boolean isSettled(Fixture fixture, Recording recording) {
        return isCalledOffUnseen(fixture, recording) || "DONE".equals(fixture.settlement());
    }

    /** A match that ended as recorded, called off before a poll showed it live: it has no score and nothing to settle. */
    private static boolean isCalledOffUnseen(Fixture fixture, Recording recording) {
        Recording.FinalScore result = recording.result();
        return fixture.phase() == MatchPhase.VOID
                && !fixture.wentLive()
                && (result == null || result.state().equals(fixture.state()));
    }

    private static Played played(DemoBooks books, Recording recording) {
        FixtureId id = FixtureId.of(recording.fixture().id());
        Optional<Fixture> fixture = books.fixtures().find(id);
        Optional<SettlementStatusQuery.Status> settlement = books.settlements().find(id);
        Map<CloseReason, Integer> closed = new LinkedHashMap<>();
        for (CloseReason reason : CloseReason.values()) {
            closed.put(
                    reason,
                    settlement.map(one -> one.closed().getOrDefault(reason, 0)).orElse(0));
        }
        return new Played(
                id.value(),
                recording.fixture().name(),
                fixture.map(Fixture::state).orElse("unknown"),
                fixture.map(one -> one.score().toString()).orElse("unknown"),
                books.count("SELECT count(*) FROM match_events WHERE fixture_id = :fixture", id),
                books.count("""
                        SELECT coalesce(sum(array_length(string_to_array(nullif(bumps, ''), ','), 1)), 0)
                        FROM match_events WHERE applied AND fixture_id = :fixture
                        """, id),
                books.count("""
                        SELECT count(*) FROM price_ticks t JOIN fixture_settlement_prices p USING (instrument_id)
                        WHERE p.fixture_id = :fixture
                        """, id),
                fixture.map(one -> isSettled(one, recording)).orElse(false),
                settlement.map(SettlementStatusQuery.Status::spotSold).orElse(0),
                closed,
                settlement
                        .flatMap(one -> Optional.ofNullable(one.took()))
                        .map(took -> took.toMillis())
                        .orElse(null));
    }
}
