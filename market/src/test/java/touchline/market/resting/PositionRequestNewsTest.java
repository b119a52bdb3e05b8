package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.Requested;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.audit.PlayedMarket;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.news.News;
import touchline.market.news.NewsArchive;
import touchline.market.news.NewsEntry;
import touchline.market.news.NewsItem;
import touchline.market.news.StreamOffset;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.entry.EntryCodec;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.request.Submission;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;

/** What is sent about requests to open or to close a position, in each of their states. */
class PositionRequestNewsTest extends RestingSetup {
    private NewsArchive archive;
    private StreamOffset from;

    @BeforeEach
    void listen() {
        archive = new NewsArchive(played.market.redis);
        from = archive.latest();
    }

    @Test
    void anOpeningAndACloseWaitOutTheDelayAndAreExecuted() {
        long opening = waitingOpening();
        ripen();
        loop.round();
        PositionId position = PositionId.of(opening);
        long closing = waitingClose(position, null);
        ripen();
        loop.round();

        List<News.PositionRequestChanged> sent = sent();
        assertThat(sent)
                .extracting(News.PositionRequestChanged::id)
                .containsExactly(opening, opening, closing, closing);
        assertThat(states(sent))
                .containsExactly(RequestState.PENDING, RequestState.FILLED, RequestState.PENDING, RequestState.FILLED);
        assertThat(sent).extracting(News.PositionRequestChanged::opens).containsExactly(true, true, false, false);
        assertThat(sent)
                .allMatch(one -> one.user().equals(played.bob)
                        && one.instrument().equals(InstrumentId.of(5))
                        && one.rejection() == null);
        assertThat(details(sent, News.PositionRequestDetail::position))
                .containsExactly(null, position, position, position);
        assertThat(sent.get(0).detail().direction()).isEqualTo(Direction.LONG);
        assertThat(sent.get(0).detail().quantity()).isEqualTo(Quantity.of(3));
        assertThat(sent.get(2).detail().quantity()).as("all").isNull();
        assertThat(details(sent, one -> one.executeAt() != null)).containsExactly(true, false, true, false);
        assertThat(details(sent, News.PositionRequestDetail::terms)).containsOnlyNulls();
    }

    @Test
    void anEventRejectsBothWithItsProblem() {
        long opening = waitingOpening();
        long closing = waitingClose(played.open.id(), Quantity.of(1));
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true), PlayedMarket.goal(4, 7, false)));
        ripen();
        loop.round();

        List<News.PositionRequestChanged> sent = sent();
        assertThat(sent).extracting(News.PositionRequestChanged::id).startsWith(opening, closing);
        assertThat(sent.get(1).detail().quantity()).isEqualTo(Quantity.of(1));
        assertThat(sent.subList(2, sent.size()))
                .hasSize(2)
                .allMatch(one -> one.state() == RequestState.REJECTED)
                .allMatch(
                        one -> Objects.requireNonNull(one.rejection()).equals(Rejection.of(Refusal.EVENT_DURING_DELAY)))
                .extracting(one -> one.detail().position())
                .containsExactlyInAnyOrder(null, played.open.id());
    }

    @Test
    void whatWaitsIsCancelledAndACloseOfAllTakesThePlaceOfAPart() {
        long opening = waitingOpening();
        cancel(played.bob, opening).orThrow();
        long part = waitingClose(played.open.id(), Quantity.of(1));
        long all = waitingClose(played.open.id(), null);
        cancel(played.alice, all).orThrow();

        List<News.PositionRequestChanged> sent = sent();
        assertThat(sent)
                .extracting(News.PositionRequestChanged::id)
                .containsExactly(opening, opening, part, all, part, all);
        assertThat(states(sent))
                .containsExactly(
                        RequestState.PENDING,
                        RequestState.CANCELLED,
                        RequestState.PENDING,
                        RequestState.PENDING,
                        RequestState.CANCELLED,
                        RequestState.CANCELLED);
        assertThat(details(sent, News.PositionRequestDetail::position))
                .containsExactly(null, null, played.open.id(), played.open.id(), played.open.id(), played.open.id());
    }

    @Test
    void anOpeningThatRestsTellsItsTermsUntilItIsOpened() {
        long price = price(1);
        OrderTerms terms = limit(price * 9 / 10);
        long id = resting(open(played.bob, 1, Direction.LONG, terms));
        watch();
        replace(id, price * 8 / 10);
        move(1, price * 8 / 10 - 5_000);
        awaitState(id, "FILLED");

        List<News.PositionRequestChanged> sent = sent();
        assertThat(states(sent))
                .containsExactly(
                        RequestState.WORKING, RequestState.WORKING, RequestState.TRIGGERED, RequestState.FILLED);
        OrderTerms changed = limit(price * 8 / 10);
        assertThat(details(sent, News.PositionRequestDetail::terms)).containsExactly(terms, changed, changed, null);
        assertThat(details(sent.subList(0, 3), News.PositionRequestDetail::direction))
                .containsOnly(Direction.LONG);
        assertThat(details(sent.subList(0, 3), News.PositionRequestDetail::quantity))
                .containsOnly(Quantity.of(3));
        assertThat(sent.get(3).detail().position()).isEqualTo(PositionId.of(id));
    }

    @Test
    void aChangeCanOpenItAtOnceAndARestingOneIsCancelled() {
        long opened = resting(open(played.bob, 1, Direction.LONG, limit(price(1) / 2)));
        replace(opened, price(1) * 2);
        long cancelled = resting(open(played.bob, 1, Direction.SHORT, limit(price(1) * 2)));
        cancel(played.bob, cancelled).orThrow();

        List<News.PositionRequestChanged> sent = sent();
        assertThat(states(sent))
                .containsExactly(
                        RequestState.WORKING, RequestState.FILLED, RequestState.WORKING, RequestState.CANCELLED);
        assertThat(sent.get(1).detail().position()).isEqualTo(PositionId.of(opened));
        assertThat(sent.get(3).detail().position()).isNull();
        assertThat(sent.get(3).detail().direction()).isEqualTo(Direction.SHORT);
    }

    @Test
    void anOpeningForTheDayExpiresAtTheSettlement() {
        long id = resting(open(played.bob, 5, Direction.LONG, day(limit(price(5) / 2))));
        played.finish();
        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {});

        List<News.PositionRequestChanged> sent = sent();
        assertThat(sent).allMatch(one -> one.id() == id);
        assertThat(states(sent)).containsExactly(RequestState.WORKING, RequestState.EXPIRED);
    }

    @Test
    void nothingIsSentAboutAnExecutionThatNamesNoOwnerAsInEntriesOfEarlierVersions() {
        Map<String, String> decided = Map.of(
                "type",
                "decided",
                "id",
                "77",
                "kind",
                "OPEN",
                "state",
                "FILLED",
                "reference",
                "77",
                "at",
                "1",
                "ledger",
                "");
        assertThat(NewsEntry.ofTrade(EntryCodec.decodeTrade(new EncodedEntry("1-0", decided))))
                .isEmpty();
    }

    /** Ids of streams are read by nodes of earlier versions, and webhooks keep the part of an entry that they deliver. */
    @Test
    void theWalletKeepsItsIdBesideARequest() {
        cancel(played.bob, resting(open(played.bob, 1, Direction.LONG, limit(price(1) / 2))))
                .orThrow();

        List<NewsItem> items = archive.between(from, archive.latest(), item -> !item.isOfTicks())
                .orElseThrow();
        assertThat(items).hasSize(4);
        assertThat(items.get(0).news()).isInstanceOf(News.WalletChanged.class);
        assertThat(items.get(1).news()).isInstanceOf(News.PositionRequestChanged.class);
        assertThat(items.get(1).id()).hasToString(items.get(0).id() + "-1");
    }

    private long waitingOpening() {
        TradeOutcome<Requested<Positions.Opened>> outcome = played.market.positions.requestOpen(new OpenRequest(
                played.bob, InstrumentId.of(5), Direction.LONG, Quantity.of(3), 5, null, null, null, null));
        return ((Requested.Waits<Positions.Opened>) outcome.orThrow()).id();
    }

    private long waitingClose(PositionId id, @Nullable Quantity quantity) {
        CloseOutcome outcome = played.market.positions.requestClose(
                id.equals(played.open.id()) ? played.alice : played.bob, id, quantity, Submission.UNBOUND);
        return ((CloseOutcome.Waits) outcome).request();
    }

    private void replace(long id, long limit) {
        RestingOrders.Replacement replacement = new RestingOrders.Replacement(null, Price.of(limit), null);
        orders.replace(played.bob, id, replacement, TestMarket.RULES, Submission.UNBOUND)
                .orThrow();
    }

    private List<News.PositionRequestChanged> sent() {
        return archive
                .between(from, archive.latest(), item -> item.news() instanceof News.PositionRequestChanged)
                .orElseThrow()
                .stream()
                .map(item -> (News.PositionRequestChanged) item.news())
                .toList();
    }

    private static List<RequestState> states(List<News.PositionRequestChanged> sent) {
        return sent.stream().map(News.PositionRequestChanged::state).toList();
    }

    private static <T> List<T> details(
            List<News.PositionRequestChanged> sent, Function<News.PositionRequestDetail, T> field) {
        return sent.stream().map(one -> field.apply(one.detail())).collect(Collectors.toList());
    }
}
