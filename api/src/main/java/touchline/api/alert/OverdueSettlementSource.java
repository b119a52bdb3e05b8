package touchline.api.alert;

import java.util.List;
import touchline.market.settlement.status.OverdueSettlementQuery;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports matches whose settlement is overdue, including those never followed to full time. */
final class OverdueSettlementSource implements AlertSource {
    private final OverdueSettlementQuery overdue;

    OverdueSettlementSource(OverdueSettlementQuery overdue) {
        this.overdue = overdue;
    }

    @Override
    public String on() {
        return "settlement-overdue";
    }

    @Override
    public List<Condition> now() {
        return overdue.now().stream()
                .map(one -> new Condition("fixture " + one.fixture(), one.words()))
                .toList();
    }
}
