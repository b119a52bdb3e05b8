package touchline.api.alert;

import java.util.List;
import java.util.Optional;
import touchline.market.settlement.SetAsideRecords;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports records of the market that can't be read and were set aside. */
final class SetAsideSource implements AlertSource {
    private final SetAsideRecords setAside;

    SetAsideSource(SetAsideRecords setAside) {
        this.setAside = setAside;
    }

    @Override
    public String on() {
        return "set-aside";
    }

    @Override
    public List<Condition> now() {
        return setAside.all().stream()
                .map(item -> new Condition(item.subject(), item.words()))
                .toList();
    }

    @Override
    public Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.of(now());
    }
}
