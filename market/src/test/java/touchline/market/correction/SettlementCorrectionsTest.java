package touchline.market.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.market.audit.PlayedMarket.GOING_ON;
import static touchline.market.audit.PlayedMarket.SETTLED;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.outbox.Flusher;
import touchline.market.settlement.SettlementDecision;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.settlement.SettlementOverrideRepository;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Settlements by hand show what they make final for each customer. */
@ExtendWith(StoresExtension.class)
class SettlementCorrectionsTest {
    private PlayedMarket played;
    private CorrectionPreviews previews;
    private CorrectionExecution execution;

    @BeforeEach
    void open(TestStores stores) {
        played = new PlayedMarket(stores);
        TestMarket market = played.market;
        previews = new CorrectionPreviews(
                played.jdbi,
                market.redis,
                market.instruments,
                market.positions,
                TestMarket.RULES,
                CorrectionsTest.settlements(played));
        execution = new CorrectionExecution(played.jdbi, market.redis, TestMarket.RULES, market.events, this::settle);
    }

    @AfterEach
    void booksAgree() throws InterruptedException {
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
        AuditReport report = new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
        assertThat(report.checks()).allMatch(check -> check.ok(), report.toString());
        played.close();
    }

    private Optional<Refusal> settle(FixtureId fixture, SettlementKind kind, Correction correction) {
        played.jdbi.useTransaction(book -> SettlementOverrideRepository.insert(
                book, fixture, kind, correction.request().by(), correction.reference()));
        played.settlement(SettlementListener.NONE).settle(fixture, kind, step -> {});
        return Optional.empty();
    }

    @Test
    void aMatchSettledByHandPaysWhatItsPreviewShows() {
        CorrectionPreview preview = previews.of(target(CorrectionKind.SETTLE_FIXTURE, GOING_ON));
        assertThat(preview.objection()).isNull();
        assertThat(preview.prices()).anyMatch(words -> words.contains("it is not over"));
        assertThat(preview.effects()).containsKeys(played.alice, played.bob);
        Map<UserId, Money> invested = Map.of(played.alice, invested(played.alice), played.bob, invested(played.bob));
        Map<UserId, Money> before = Map.of(played.alice, cash(played.alice), played.bob, cash(played.bob));

        assertThat(execute(CorrectionKind.SETTLE_FIXTURE)).isEmpty();

        for (UserId user : List.of(played.alice, played.bob)) {
            assertThat(cash(user))
                    .isEqualTo(of(user, before).plus(of(user, invested)).plus(of(user, preview.effects())));
        }
        assertThat(previews.of(target(CorrectionKind.SETTLE_FIXTURE, GOING_ON)).objection())
                .contains("is settled since");
    }

    /** Else an operator could void the loss of a friend alone: against the money that is in a match, a void one moves nothing. */
    @Test
    void aVoidMatchIsAsLargeAsWhatItTakesFromFullTime() {
        CorrectionPreview fullTime = previews.of(target(CorrectionKind.SETTLE_FIXTURE, GOING_ON));
        CorrectionPreview preview = previews.of(target(CorrectionKind.VOID_FIXTURE, GOING_ON));
        assertThat(preview.totals().size()).isGreaterThan(Money.ZERO);
        Money invested = invested(played.alice);
        Money before = cash(played.alice);

        assertThat(execute(CorrectionKind.VOID_FIXTURE)).isEmpty();

        assertThat(cash(played.alice))
                .isEqualTo(before.plus(invested)
                        .plus(of(played.alice, fullTime.effects()))
                        .plus(of(played.alice, preview.effects())));
    }

    /** What was small when it was forced may be large by the time at which a run that was held back begins. */
    @Test
    void whatWasForcedCountsForAWhileOnly() {
        SettlementPreviews settlements = CorrectionsTest.settlements(played);
        force("ann");
        assertThat(settlements.of(GOING_ON, SettlementKind.VOID).orElseThrow().decision())
                .isEqualTo(new SettlementDecision.Allowed(true));
        played.jdbi.useHandle(book ->
                book.execute("UPDATE fixture_settlement_overrides SET granted_at = now() - interval '16 minutes'"));

        assertThat(settlements.of(GOING_ON, SettlementKind.VOID).orElseThrow().decision())
                .isInstanceOf(SettlementDecision.Guarded.class);
        force("ben");
        assertThat(settlements.of(GOING_ON, SettlementKind.VOID).orElseThrow().decision())
                .isEqualTo(new SettlementDecision.Allowed(true));
    }

    @Test
    void onePositionShareOrRequestIsSingular() {
        SettlementPreviews.Preview some = CorrectionsTest.settlements(played)
                .of(GOING_ON, SettlementKind.VOID)
                .orElseThrow();
        SettlementPreviews.Part one = new SettlementPreviews.Part(1, 1, Money.ZERO, Money.coins(2));
        SettlementPreviews.Part two = new SettlementPreviews.Part(2, 3, Money.ZERO, Money.coins(2));

        assertThat(new SettlementPreviews.Preview(
                                some.fixture(), some.kind(), some.decision(), one, two, one, 1, Map.of())
                        .words())
                .startsWith("VOID would close 1 long position (1 share) for 2.0000 coins and 2 short positions"
                        + " (3 shares) for 2.0000 coins, sell 1 holding (1 share) for 2.0000 coins and refuse 1"
                        + " waiting request; ");
    }

    private void force(String admin) {
        played.jdbi.useTransaction(book ->
                SettlementOverrideRepository.insert(book, GOING_ON, SettlementKind.VOID, admin, "the feed is dead"));
    }

    @Test
    void aMatchThatIsSettledOrUnknownIsNotSettledByHand() {
        assertThat(previews.of(target(CorrectionKind.VOID_FIXTURE, SETTLED)).objection())
                .contains("is settled since");
        assertThat(previews.of(target(CorrectionKind.VOID_FIXTURE, FixtureId.of(999)))
                        .objection())
                .isEqualTo("No fixture has this id.");
    }

    @Test
    void aPreviewDiffersMateriallyByATenthAndByACoin() {
        CorrectionPreview.Totals shown = new CorrectionPreview.Totals(1_000_000, 0, 3);
        assertThat(new CorrectionPreview.Totals(1_099_999, 0, 4).differsMateriallyFrom(shown))
                .isFalse();
        assertThat(new CorrectionPreview.Totals(1_050_000, 60_000, 4).differsMateriallyFrom(shown))
                .isTrue();
        assertThat(new CorrectionPreview.Totals(20_000, 0, 1)
                        .differsMateriallyFrom(new CorrectionPreview.Totals(11_000, 0, 1)))
                .isFalse();
    }

    private Optional<Refusal> execute(CorrectionKind kind) {
        return execution.execute(played.jdbi.inTransaction(book -> {
            long id = CorrectionRepository.add(
                            book,
                            target(kind, GOING_ON),
                            new CorrectionPreview.Totals(0, 0, 0),
                            false,
                            new CorrectionRepository.Requester("ann", "the feed is dead", Duration.ofHours(1)))
                    .orElseThrow();
            return CorrectionRepository.find(book, id).orElseThrow();
        }));
    }

    /** What the user has in the match that goes on: margins, and what the shares cost. */
    private Money invested(UserId user) {
        long sum = played.market.positions.openOf(user).stream()
                .mapToLong(position -> position.margin().tenThousandths())
                .sum();
        for (String cost : played.market.redis.hvals("holding_cost:" + user)) {
            sum += Long.parseLong(cost);
        }
        return Money.of(sum);
    }

    private Money cash(UserId user) {
        return played.market.cash(user);
    }

    private static Money of(UserId user, Map<UserId, Money> amounts) {
        return Objects.requireNonNull(amounts.get(user));
    }

    private static CorrectionTarget target(CorrectionKind kind, FixtureId fixture) {
        return new CorrectionTarget(kind, fixture.value(), null, null, null, null);
    }
}
