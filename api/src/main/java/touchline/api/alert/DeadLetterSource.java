package touchline.api.alert;

import java.util.List;
import touchline.market.outbox.OutboxLags;
import touchline.scheduler.alert.rule.AlertSource;

/** Entries of the outbox that the book could not take, and that had to be put aside. */
public final class DeadLetterSource implements AlertSource {
    private final OutboxLags lags;

    public DeadLetterSource(OutboxLags lags) {
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
                        ? "an entry of " + stream + " could not be taken into the book and was put aside"
                        : letters + " entries of " + stream + " could not be taken into the book and were put aside");
    }
}
