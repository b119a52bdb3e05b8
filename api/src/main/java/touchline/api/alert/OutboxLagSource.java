package touchline.api.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import touchline.market.outbox.OutboxLags;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports that Postgres lags behind the outbox. */
final class OutboxLagSource implements AlertSource {
    private final String on;
    private final OutboxLags lags;
    private final Duration over;
    private final String consequence;

    /**
     * On a lag.
     *
     * @param over how far behind is too far
     * @param consequence what comes of it, to be read after a comma; may be empty
     */
    OutboxLagSource(String on, OutboxLags lags, Duration over, String consequence) {
        this.on = on;
        this.lags = lags;
        this.over = over;
        this.consequence = consequence;
    }

    @Override
    public String on() {
        return on;
    }

    @Override
    public List<Condition> now() {
        Map<String, Long> behind = new TreeMap<>();
        lags.all().forEach((stream, lag) -> behind.put(stream, lag.behindMillis()));
        return conditions(behind);
    }

    @Override
    public Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.of(conditions(lags.behindAsPublished()));
    }

    private List<Condition> conditions(Map<String, Long> behindMillis) {
        return behindMillis.entrySet().stream()
                .filter(stream -> stream.getValue() > over.toMillis())
                .map(stream -> new Condition(
                        stream.getKey(),
                        "the oldest entry of " + stream.getKey() + " that is not in Postgres is "
                                + stream.getValue() / 1_000 + " s old"
                                + (consequence.isEmpty() ? "" : ", " + consequence)))
                .toList();
    }
}
