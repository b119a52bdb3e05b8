package touchline.api.alert;

import java.util.List;
import touchline.market.outbox.OutboxLags;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports outbox entries that could not be written to Postgres and became dead letters. */
final class DeadLetterSource implements AlertSource {
    private final OutboxLags lags;

    DeadLetterSource(OutboxLags lags) {
        this.lags = lags;
    }

    @Override
    public String on() {
        return "dead-letters";
    }

    @Override
    public List<Condition> now() {
        return lags.all().entrySet().stream()
                .filter(stream -> stream.getValue().deadLetters() > 0)
                .map(stream -> condition(stream.getKey(), stream.getValue().deadLetters()))
                .toList();
    }

    private static Condition condition(String stream, long letters) {
        return new Condition(
                stream,
                letters == 1
                        ? "an entry of " + stream + " could not be written to Postgres and became a dead letter"
                        : letters + " entries of " + stream + " could not be taken into the book and were put aside");
    }
}
