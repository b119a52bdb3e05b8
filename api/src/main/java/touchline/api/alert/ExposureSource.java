package touchline.api.alert;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import touchline.market.exposure.Exposures;
import touchline.market.exposure.InstrumentExposure;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports instruments on which the house could lose most of its budget. */
final class ExposureSource implements AlertSource {
    private final Exposures exposures;
    private final double from;

    /**
     * For a part of the budget.
     *
     * @param from the part from which an instrument is reported, 1 for all of it
     */
    ExposureSource(Exposures exposures, double from) {
        this.exposures = exposures;
        this.from = from;
    }

    @Override
    public String on() {
        return "exposure";
    }

    @Override
    public List<Condition> now() {
        return exposures.all().stream()
                .filter(one -> used(one) >= from)
                .map(one -> new Condition("instrument " + one.id(), words(one)))
                .toList();
    }

    @Override
    public Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.of(now());
    }

    private double used(InstrumentExposure one) {
        return exposures.usedBy(one).orElse(0.0);
    }

    private String words(InstrumentExposure one) {
        return String.format(
                Locale.ROOT,
                "the house could lose %s coins on %s (%s), %.0f %% of its budget of %s",
                one.worst().total(),
                one.name(),
                one.team(),
                Math.floor(used(one) * 100),
                exposures.limits().budget());
    }
}
