package touchline.api.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.exposure.Exposures;
import touchline.market.exposure.InstrumentExposure;
import touchline.market.exposure.Stake;
import touchline.market.money.Money;
import touchline.scheduler.metric.Readings;

/** What the house has at stake. Every node reports the same, as it is stored in Redis. */
final class ExposureMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ExposureMetrics.class);

    private final Exposures exposures;

    ExposureMetrics(Exposures exposures) {
        this.exposures = exposures;
    }

    @Override
    public MetricSnapshots collect() {
        Readings read = new Readings();
        try {
            List<InstrumentExposure> all = exposures.all();
            Stake stake = Stake.of(all);
            interest(read, "spot", stake.open().shares());
            interest(read, "long", stake.open().longs());
            interest(read, "short", stake.open().shorts());
            read.gauge(
                    "touchline_exposure_worst_case_coins",
                    "What the house loses on all instruments in the worst case",
                    coins(stake.worst().total()));
            read.gauge(
                    "touchline_exposure_budget_used_ratio",
                    "The largest part of the budget that the worst case of an instrument takes; 0 where it is unlimited",
                    all.stream()
                            .mapToDouble(one -> exposures.usedBy(one).orElse(0.0))
                            .max()
                            .orElse(0));
            read.gauge(
                    "touchline_house_balance_coins",
                    "The balance of the house's account, without fees",
                    coins(exposures.balances().house()));
        } catch (RuntimeException unreachable) {
            LOG.debug("Redis could not be asked", unreachable);
        }
        return read.snapshots();
    }

    private static void interest(Readings read, String side, long shares) {
        read.gauge(
                "touchline_exposure_open_shares",
                "Shares that users hold, and quantities of their open positions",
                (double) shares,
                "side",
                side);
    }

    private static double coins(Money money) {
        return money.tenThousandths() / 1e4;
    }
}
