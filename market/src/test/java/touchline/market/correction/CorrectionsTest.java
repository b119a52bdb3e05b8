package touchline.market.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.market.audit.PlayedMarket.GOING_ON;
import static touchline.market.audit.PlayedMarket.goal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Limits;
import touchline.market.MarketRules;
import touchline.market.Refusal;
import touchline.market.Requested;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.correction.CorrectionRepository.Requester;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.recovery.Hydration;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.settlement.SettlementGuard;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Corrections do once what their preview shows, and the books agree afterwards. */
@ExtendWith(StoresExtension.class)
class CorrectionsTest {
    private static final InstrumentId SCORER = InstrumentId.of(5);
    private static final MarketRules RULES =
            TestMarket.RULES.within(new Limits(0, Money.ZERO, Money.ZERO, Money.ZERO, 5_000));

    private PlayedMarket played;
    private CorrectionPreviews previews;
    private CorrectionExecution execution;

    @BeforeEach
    void open(TestStores stores) throws InterruptedException {
        played = new PlayedMarket(stores);
        TestMarket market = played.market;
        previews = new CorrectionPreviews(
                played.jdbi, market.redis, market.instruments, market.positions, RULES, settlements(played));
        execution = new CorrectionExecution(
                played.jdbi, market.redis, RULES, market.events, (fixture, kind, correction) -> Optional.empty());
        flush();
    }

    static SettlementPreviews settlements(PlayedMarket played) {
        return new SettlementPreviews(
                played.jdbi,
                played.market.redis,
                played.market.positions,
                new SettlementGuard(played.jdbi, Duration.ZERO));
    }

    @AfterEach
    void booksAgree() throws InterruptedException {
        flush();
        AuditReport report = new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
        assertThat(report.checks()).allMatch(check -> check.ok(), report.toString());
        played.close();
    }

    @Test
    void aVoidedGoalStaysVoidedThoughTheFeedListsItAndAfterARebuild() throws InterruptedException {
        CorrectionTarget target = target(CorrectionKind.VOID_EVENT, GOING_ON.value(), 2L, null, null, null);
        long before = price();
        CorrectionPreview preview = previews.of(target);
        assertThat(preview.objection()).isNull();
        assertThat(preview.effects()).containsOnlyKeys(played.alice);
        assertThat(preview.effects().get(played.alice)).isLessThan(Money.ZERO);

        assertThat(execute(target)).isEmpty();

        assertThat(price()).isLessThan(before);
        String words = preview.prices().get(0);
        assertThat(words).endsWith(" to " + played.market.instrument(SCORER).price() + ".");
        long voided = price();
        played.observe(GOING_ON, 102, MatchPhase.LIVE, List.of(goal(2, 5, false), goal(3, 6, true)));
        assertThat(price()).isEqualTo(voided);
        // The feed gives the goal another id: it inherits the void, in Redis and in the book.
        played.observe(GOING_ON, 102, MatchPhase.LIVE, List.of(goal(22, 5, false), goal(3, 6, true)));
        assertThat(price()).isEqualTo(voided);
        flush();
        played.market.redis.flushAll();
        assertThat(new Hydration(played.market.redis, played.jdbi, "test")
                        .run(false)
                        .ok())
                .isTrue();
        played.observe(GOING_ON, 102, MatchPhase.LIVE, List.of(goal(22, 5, false), goal(3, 6, true)));
        assertThat(price()).isEqualTo(voided);
        assertThat(previews.of(target(CorrectionKind.VOID_EVENT, GOING_ON.value(), 22L, null, null, null))
                        .objection())
                .contains("moves no price");
    }

    @Test
    void theBumpOfAnotherPlayerStays() {
        long before = price();
        CorrectionTarget other = target(CorrectionKind.VOID_BUMP, GOING_ON.value(), 2L, 6L, null, null);
        assertThat(previews.of(other).objection()).contains("of this player");
        CorrectionTarget own = target(CorrectionKind.VOID_BUMP, GOING_ON.value(), 2L, 5L, null, null);
        assertThat(execute(own)).isEmpty();
        assertThat(execute(own)).isEmpty();
        assertThat(price()).isLessThan(before);
    }

    @Test
    void noPriceMovesAfterTheWhistle() {
        played.finish();
        CorrectionTarget goal = target(CorrectionKind.VOID_EVENT, GOING_ON.value(), 2L, null, null, null);
        assertThat(previews.of(goal).objection()).contains("The match is over");
        assertThat(execute(goal)).contains(Refusal.MARKET_OVER);
        assertThat(played.market.redis.exists("event_voids:" + GOING_ON)).isFalse();
        CorrectionTarget price = target(CorrectionKind.SET_PRICE, null, null, 5L, price() + 100, null);
        assertThat(execute(price)).contains(Refusal.MARKET_OVER);
    }

    @Test
    void aPriceIsSetOnceWithinItsBand() {
        long wanted = price() * 95 / 100;
        CorrectionTarget target = target(CorrectionKind.SET_PRICE, null, null, 5L, wanted, null);
        CorrectionPreview preview = previews.of(target);
        assertThat(preview.objection()).isNull();
        Correction correction = approved(target);

        assertThat(execution.execute(correction)).isEmpty();
        assertThat(Math.abs(price() - wanted)).isLessThanOrEqualTo(1);
        long seq = played.market.instrument(SCORER).seq();
        assertThat(execution.execute(correction)).isEmpty();
        assertThat(played.market.instrument(SCORER).seq()).isEqualTo(seq);

        CorrectionTarget far = target(CorrectionKind.SET_PRICE, null, null, 5L, price() * 20, null);
        assertThat(previews.of(far).objection()).contains("between");
        assertThat(execute(far)).contains(Refusal.EXPOSURE_LIMIT);
    }

    @Test
    void aCancelledPurchaseGivesBackWhatItCost() throws InterruptedException {
        UserId carl = played.market.user("carl", Money.coins(50_000));
        played.buy(carl, 6, 50);
        flush();
        long order = latestOrder(carl);
        CorrectionTarget target = target(CorrectionKind.CANCEL_ORDER, null, null, null, null, order);
        assertThat(previews.of(target).objection()).isNull();
        Correction correction = approved(target);

        assertThat(execution.execute(correction)).isEmpty();
        assertThat(execution.execute(correction)).isEmpty();

        assertThat(played.market.cash(carl)).isEqualTo(Money.coins(50_000));
        assertThat(played.market.redis.hget("holding:carl", "6")).isNull();
        assertThat(previews.of(target).objection()).contains("holds only 0");
        assertThat(execute(target(CorrectionKind.CANCEL_ORDER, null, null, null, null, order)))
                .as("one correction a trade")
                .isEmpty();
        flush();
        long compensation = latestOrder(carl);
        assertThat(compensation).isGreaterThan(order);
        assertThat(previews.of(target(CorrectionKind.CANCEL_ORDER, null, null, null, null, compensation))
                        .objection())
                .contains("No filled order");
    }

    @Test
    void restingSalesMakeRoomForACancelledPurchase() throws InterruptedException {
        UserId carl = played.market.user("carl", Money.coins(50_000));
        played.buy(carl, 6, 50);
        flush();
        CorrectionTarget target = target(CorrectionKind.CANCEL_ORDER, null, null, null, null, latestOrder(carl));
        played.buy(carl, 6, 30);
        long price = played.market.instrument(InstrumentId.of(6)).price().tenThousandths();
        long kept = restingSale(carl, 20, price * 6 / 5);
        long older = restingSale(carl, 25, price * 6 / 5);
        long newer = restingSale(carl, 15, price * 6 / 5);
        assertThat(previews.of(target).objection()).isNull();
        assertThat(previews.of(target).prices()).anyMatch(words -> words.contains("resting sales are cancelled"));
        played.market.redis.set("request:77", "overwritten");
        played.market.redis.sadd("resting:user:carl", "no-number", "77");

        assertThat(execute(target)).isEmpty();

        played.market.redis.srem("resting:user:carl", "no-number", "77");
        played.market.redis.del("request:77");
        assertThat(List.of(kept, older, newer))
                .extracting(id -> played.market.redis.hget(Keys.request(id), "state"))
                .containsExactly("WORKING", "CANCELLED", "CANCELLED");
        assertThat(played.market.redis.hget("holding:carl", "6")).isEqualTo("30");
        assertThat(played.market.redis.hget(Keys.reserved(carl), "6")).isEqualTo("20");
    }

    private long restingSale(UserId user, long quantity, long limit) {
        OrderTerms terms = OrderTerms.of(OrderType.LIMIT, Price.of(limit), null, null);
        return ((Requested.Rests<SpotOrder>) played.market
                        .spot
                        .rest(new OrderRequest(
                                user,
                                InstrumentId.of(6),
                                Side.SELL,
                                Quantity.of(quantity),
                                null,
                                terms,
                                null,
                                null,
                                null))
                        .orThrow())
                .id();
    }

    @Test
    void aCancelledCloseGivesBackTheProfit() {
        long position = played.jdbi.withHandle(book -> book.createQuery(
                        "SELECT id FROM cfd_positions WHERE close_reason = 'FULL_TIME' AND payout > margin ORDER BY id LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .orElseGet(() -> book.createQuery(
                                "SELECT id FROM cfd_positions WHERE closed_at IS NOT NULL AND payout <> margin ORDER BY id LIMIT 1")
                        .mapTo(Long.class)
                        .one()));
        CorrectionTarget target = target(CorrectionKind.CANCEL_CLOSE, null, null, null, null, position);
        CorrectionPreview preview = previews.of(target);
        UserId user = preview.effects().keySet().iterator().next();
        Money before = played.market.cash(user);

        assertThat(execute(target)).isEmpty();

        assertThat(preview.effects())
                .containsEntry(user, played.market.cash(user).minus(before));
    }

    private Optional<Refusal> execute(CorrectionTarget target) {
        return execution.execute(approved(target));
    }

    private Correction approved(CorrectionTarget target) {
        return played.jdbi.inTransaction(book -> {
            Optional<Long> id = CorrectionRepository.add(
                    book,
                    target,
                    new CorrectionPreview.Totals(0, 0, 0),
                    false,
                    new Requester("ann", "the feed was wrong", Duration.ofHours(1)));
            return CorrectionRepository.find(book, id.orElseGet(() -> lastOf(target)))
                    .orElseThrow();
        });
    }

    private long lastOf(CorrectionTarget target) {
        return played.jdbi.withHandle(
                book -> book.createQuery("SELECT max(id) FROM corrections WHERE trade_id = :trade")
                        .bind("trade", target.trade())
                        .mapTo(Long.class)
                        .one());
    }

    private long latestOrder(UserId user) {
        return played.jdbi.withHandle(book -> book.createQuery("SELECT max(id) FROM orders WHERE user_id = :user")
                .bind("user", user.value())
                .mapTo(Long.class)
                .one());
    }

    private static CorrectionTarget target(
            CorrectionKind kind,
            @Nullable Long fixture,
            @Nullable Long event,
            @Nullable Long instrument,
            @Nullable Long price,
            @Nullable Long trade) {
        return new CorrectionTarget(kind, fixture, event, instrument, price, trade);
    }

    private long price() {
        return played.market.instrument(SCORER).price().tenThousandths();
    }

    private void flush() throws InterruptedException {
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
    }
}
