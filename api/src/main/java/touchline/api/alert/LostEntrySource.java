package touchline.api.alert;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports for a day that writes are in neither store after a fail-over of Redis. */
final class LostEntrySource implements AlertSource {
    private final LostEntryQuery lost;

    LostEntrySource(Jdbi jdbi) {
        this.lost = new LostEntryQuery(jdbi);
    }

    @Override
    public String on() {
        return "lost-writes";
    }

    @Override
    public List<Condition> now() {
        return lost.ofTheLastDay().entrySet().stream()
                .map(stream -> new Condition(
                        stream.getKey(),
                        "entries of " + stream.getKey() + " that neither store has: " + stream.getValue()
                                + "; the table lost_entries names them"))
                .toList();
    }
}
