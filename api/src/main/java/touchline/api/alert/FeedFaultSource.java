package touchline.api.alert;

import java.util.List;
import java.util.Optional;
import touchline.feed.FeedFaults;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports match data that is missing or can't be read. */
final class FeedFaultSource implements AlertSource {
    private final FeedFaults faults;

    FeedFaultSource(FeedFaults faults) {
        this.faults = faults;
    }

    @Override
    public String on() {
        return "feed-incomplete";
    }

    @Override
    public List<Condition> now() {
        return faults.now().entrySet().stream()
                .map(one -> new Condition(one.getKey(), one.getValue()))
                .toList();
    }

    @Override
    public Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.of(now());
    }
}
