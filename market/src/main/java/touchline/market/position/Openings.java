package touchline.market.position;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.MarketLimit;
import touchline.market.MarketRules;
import touchline.market.Rejection;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.rule.Levels;
import touchline.market.resting.ConditionalRequest;
import touchline.market.resting.RestingOrders;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.wallet.UserId;

/** Opens positions: at once, after the in-play delay, or at a price that they wait for. Thread-safe. */
final class Openings {
    private static final LuaScript OPEN = LuaScript.beside(Openings.class, "position_open");

    private final UnifiedJedis redis;
    private final MarketRules rules;
    private final RestingOrders resting;

    Openings(UnifiedJedis redis, MarketRules rules) {
        this.redis = redis;
        this.rules = rules;
        this.resting = new RestingOrders(redis);
    }

    /** Opens a position at the price plus the spread, without the in-play delay, or refuses. */
    TradeOutcome<Position> open(OpenRequest request) {
        return open(request, Duration.ZERO, reply -> opened(request, reply));
    }

    /** The same, but while the instrument's match is live the opening waits out the in-play delay, and is executed or rejected then. */
    TradeOutcome<Requested<Positions.Opened>> request(OpenRequest request) {
        return request.terms().isMarket()
                ? open(request, rules.inPlayDelay(), reply -> requested(request, reply))
                : rest(request, rules.inPlayDelay());
    }

    TradeOutcome<Requested<Positions.Opened>> rest(OpenRequest request, Duration delay) {
        return this.<Requested<Positions.Opened>>refusedOf(request)
                .orElseGet(() ->
                        resting.submit(conditional(request), rules, delay).outcome(reply -> requested(request, reply)));
    }

    private ConditionalRequest conditional(OpenRequest request) {
        return new ConditionalRequest(
                "OPEN",
                request.user(),
                request.instrument(),
                request.terms(),
                Map.of(
                        "direction", request.direction().name(),
                        "quantity", request.quantity().toString(),
                        "leverage", Integer.toString(request.leverage()),
                        "stop", argument(request.stopLoss(), "0"),
                        "take", argument(request.takeProfit(), "0"),
                        "trail", argument(request.trailingDistance(), "0"),
                        "spread_bps", Integer.toString(rules.spreadBps()),
                        "close_out_bps", Integer.toString(rules.closeOutBps())),
                request.submission());
    }

    private static Requested<Positions.Opened> requested(OpenRequest request, Reply reply) {
        return switch (reply.word()) {
            case "pending" -> new Requested.Waits<>(reply.number(1), Instant.ofEpochMilli(reply.number(2)));
            case "working" -> new Requested.Rests<>(reply.number(1));
            default -> new Requested.Done<>(openedAt(request, reply));
        };
    }

    private <T> Optional<TradeOutcome<T>> refusedOf(OpenRequest request) {
        if (request.quantity().shares() > rules.maxQuantity()) {
            return Optional.of(TradeOutcome.refused(Rejection.overLimit(MarketLimit.QUANTITY, rules.maxQuantity(), 0)));
        }
        if (request.leverage() > rules.maxLeverage()) {
            return Optional.of(TradeOutcome.refused(Rejection.overLimit(MarketLimit.LEVERAGE, rules.maxLeverage(), 0)));
        }
        return Optional.empty();
    }

    private static Positions.Opened openedAt(OpenRequest request, Reply reply) {
        Position position = opened(request, reply);
        // A kept answer of an earlier version lacks the price.
        return new Positions.Opened(
                position, reply.values().size() > 9 ? Price.of(reply.number(9)) : position.entryPrice());
    }

    private <T> TradeOutcome<T> open(OpenRequest request, Duration delay, Function<Reply, T> done) {
        Optional<TradeOutcome<T>> refused = refusedOf(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        UserId user = request.user();
        InstrumentId instrument = request.instrument();
        List<String> submission = request.submission().arguments();
        return OPEN.run(
                        redis,
                        List.of(
                                Keys.instrument(instrument),
                                Keys.wallet(user),
                                Keys.positionsOfUser(user),
                                Keys.positionsOfInstrument(instrument),
                                Keys.OUTBOX_TRADES,
                                Keys.IDS),
                        List.of(
                                user.value(),
                                instrument.toString(),
                                request.direction().name(),
                                request.quantity().toString(),
                                Integer.toString(request.leverage()),
                                argument(request.stopLoss(), "0"),
                                argument(request.takeProfit(), "0"),
                                argument(request.terms().worst(request.worstPrice()), ""),
                                Integer.toString(rules.spreadBps()),
                                Integer.toString(rules.closeOutBps()),
                                Integer.toString(rules.feeBps()),
                                submission.get(0),
                                submission.get(1),
                                rules.limits().argument(),
                                Long.toString(delay.toMillis()),
                                submission.get(2),
                                argument(request.trailingDistance(), "0")))
                .outcome(done);
    }

    private static Position opened(OpenRequest request, Reply reply) {
        return new Position(
                PositionId.parse(reply.text(1)),
                request.user(),
                request.instrument(),
                request.direction(),
                request.quantity(),
                request.leverage(),
                Price.of(reply.number(2)),
                Money.of(reply.number(3)),
                reply.number(4),
                Levels.parse(reply.text(7)),
                reply.number(5),
                reply.number(8),
                Instant.ofEpochMilli(reply.number(6)),
                null);
    }

    private static String argument(@Nullable Price price, String none) {
        return price == null ? none : Long.toString(price.tenThousandths());
    }
}
