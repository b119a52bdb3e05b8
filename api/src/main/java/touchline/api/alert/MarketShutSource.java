package touchline.api.alert;

import java.util.List;
import java.util.Optional;
import touchline.market.recovery.Shut;
import touchline.market.recovery.StoreMonitor;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports that the market is shut because Redis lost data or refuses writes. A change of stores, which is confirmed within a second, is no alert. */
final class MarketShutSource implements AlertSource {
    private final StoreMonitor monitor;

    MarketShutSource(StoreMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public String on() {
        return "market-shut";
    }

    @Override
    public List<Condition> now() {
        return monitor.shut().stream()
                .filter(shut -> shut.reason() != Shut.Reason.STORE_CHANGED)
                .map(shut -> new Condition("market", "the market is shut: " + shut.detail()))
                .toList();
    }

    @Override
    public Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.of(now());
    }
}
