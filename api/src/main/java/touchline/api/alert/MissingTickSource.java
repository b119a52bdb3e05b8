package touchline.api.alert;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.market.margin.MissingTickRepository;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports for a day that ticks are in neither store, by which positions had to be judged. */
final class MissingTickSource implements AlertSource {
    private final MissingTickRepository missing;

    MissingTickSource(Jdbi jdbi) {
        this.missing = new MissingTickRepository(jdbi);
    }

    @Override
    public String on() {
        return "missing-ticks";
    }

    @Override
    public List<Condition> now() {
        return missing.ofTheLastDay().entrySet().stream()
                .map(instrument -> new Condition(
                        "instrument " + instrument.getKey(),
                        "ticks of instrument " + instrument.getKey() + " that neither store has: "
                                + instrument.getValue()
                                + "; positions were judged without them, and the table missing_ticks names them"))
                .toList();
    }
}
